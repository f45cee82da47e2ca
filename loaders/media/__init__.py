"""How files of records are written: compressed, delimited, JSON, XML, Parquet. Each gives records with their places."""
