"""The engine and its references, each prepared in a fresh process and then timed.

References are set up as their documentation shows them; where that is made for larger
texts (LSA drops words of fewer than five texts) they get the setting that suits them.
"""

from collections.abc import Callable
from importlib.util import find_spec
from pathlib import Path
from typing import Literal

from sklearn.cluster import KMeans
from sklearn.decomposition import NMF, LatentDirichletAllocation, TruncatedSVD
from sklearn.feature_extraction.text import CountVectorizer, TfidfVectorizer
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import Normalizer

from analysis import Document, find_themes

Labels = list[str]
Work = Callable[[], Labels]
LEAN = frozenset({"stability", "campaigns"})
WARM = ["The bus stops at six.", "No bus on Sundays.", "A course in the evening."]


def documents(texts: list[str], languages: list[str]) -> list[Document]:
    """Make the engine's records, numbered."""
    numbered = enumerate(zip(texts, languages, strict=True))
    return [Document(str(at), text, language) for at, (text, language) in numbered]


def engine(
    texts: list[str],
    languages: list[str],
    themes: int | Literal["auto"],
    seed: int = 0,
    skip: frozenset[str] = LEAN,
) -> Callable[[], tuple[Labels, Labels]]:
    """Prepare the engine; the work gives the themes and the parts of the texts."""
    read = documents(texts, languages)
    # Stemmers and word lists are loaded once in the life of a process: start-up.
    warm = [f"{said} {at}" for at in range(20) for said in WARM]
    find_themes(documents(warm, ["en", "fr", "en"] * 20), skip=LEAN)

    def work() -> tuple[Labels, Labels]:
        result = find_themes(read, themes=themes, seed=seed, skip=skip)
        rows = list(result.assignments.rows())
        return [row[2] for row in rows], [row[3] or row[2] for row in rows]

    return work


def k_means(texts: list[str], count: int) -> Work:
    """TF-IDF without English function words, then k-means."""
    words = TfidfVectorizer(stop_words="english")
    return lambda: _named(
        KMeans(count, n_init=4, random_state=0).fit_predict(words.fit_transform(texts))
    )


def latent_semantics(texts: list[str], count: int) -> Work:
    """The latent semantic analysis of scikit-learn's text clustering example."""
    words = TfidfVectorizer(max_df=0.5, min_df=2, stop_words="english")
    svd = TruncatedSVD(100, random_state=0)
    vectors = make_pipeline(words, svd, Normalizer(copy=False))
    return lambda: _named(
        KMeans(count, n_init=4, random_state=0).fit_predict(
            vectors.fit_transform(texts)
        )
    )


def factors(texts: list[str], count: int) -> Work:
    """Non-negative matrix factors of TF-IDF, from scikit-learn's topics example."""
    words = TfidfVectorizer(max_df=0.95, min_df=2, stop_words="english")
    model = NMF(count, init="nndsvd", random_state=0)
    return lambda: _named(
        model.fit_transform(words.fit_transform(texts)).argmax(axis=1)
    )


def latent_dirichlet(texts: list[str], count: int) -> Work:
    """Latent Dirichlet allocation, from scikit-learn's topics example."""
    words = CountVectorizer(max_df=0.95, min_df=2, stop_words="english")
    model = LatentDirichletAllocation(
        count,
        max_iter=5,
        learning_method="online",
        learning_offset=50.0,
        random_state=0,
    )
    return lambda: _named(
        model.fit_transform(words.fit_transform(texts)).argmax(axis=1)
    )


def sentence_vectors(texts: list[str], count: int, folder: str) -> Work:
    """Vectors of a local sentence-embedding model, then k-means."""
    from sentence_transformers import SentenceTransformer  # noqa: PLC0415

    model = SentenceTransformer(folder, device="cpu")
    return lambda: _named(
        KMeans(count, n_init=4, random_state=0).fit_predict(model.encode(texts))
    )


def bertopic(texts: list[str], count: int, folder: str) -> Work:
    """BERTopic on a local sentence-embedding model, as many topics as asked for."""
    from bertopic import BERTopic  # noqa: PLC0415

    model = BERTopic(embedding_model=folder, nr_topics=count + 1)
    return lambda: _named(model.fit_transform(texts)[0])


REFERENCES: dict[str, Callable[..., Work]] = {
    "TF-IDF + k-means": k_means,
    "LSA + k-means": latent_semantics,
    "NMF": factors,
    "LDA": latent_dirichlet,
}
OPTIONAL: dict[str, tuple[str, Callable[..., Work]]] = {
    "sentence vectors + k-means": ("sentence_transformers", sentence_vectors),
    "BERTopic": ("bertopic", bertopic),
}


def missing(package: str, model: Path | None) -> str:
    """Say why an optional reference is not measured; empty where it is."""
    if find_spec(package) is None:
        return f"the package {package} is not installed"
    if model is None:
        return "no folder of a sentence-embedding model was given (--model)"
    return ""


def tfidf(texts: list[str]) -> Callable[[], int]:
    """Prepare scikit-learn's TfidfVectorizer as it comes; the work counts words."""
    return lambda: int(TfidfVectorizer().fit_transform(texts).shape[1])


def _named(labels: object) -> Labels:
    return [str(label) for label in labels]  # type: ignore[attr-defined]
