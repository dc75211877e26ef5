"""Keep people in the picture: news by e-mail, feeds, cards for other sites, digests."""
