# The server and its background worker in one image. docs/operators.md says how to use it.
FROM python:3.12-slim AS build
WORKDIR /src
RUN python -m venv /opt/engage
COPY requirements.lock ./
RUN /opt/engage/bin/pip install --no-cache-dir --require-hashes -r requirements.lock
COPY . .
RUN /opt/engage/bin/pip install --no-cache-dir --no-deps .

FROM python:3.12-slim
COPY --from=build /opt/engage /opt/engage
# The ledger of withdrawals stands beside the data folder: the volume holds both.
RUN useradd --system --home-dir /var/lib/engage engage \
 && install -d -o engage -g engage -m 0700 /var/lib/engage /var/lib/engage/data /var/lib/engage/backups
ENV PATH=/opt/engage/bin:$PATH \
    PYTHONDONTWRITEBYTECODE=1 \
    ENGAGE_ENV=production \
    ENGAGE_DATA_DIR=/var/lib/engage/data
USER engage
WORKDIR /var/lib/engage
VOLUME /var/lib/engage
EXPOSE 8000
CMD ["sh", "-c", "engage init && exec engage serve --host 0.0.0.0 --port 8000 --with-worker"]
