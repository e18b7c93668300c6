-- Keys as ASP.NET Core's data protection writes them, in clear: who reads this file can make sign-in attempts that count. Its mode is 0600.
CREATE TABLE data_protection_keys (
    position {numbered},
    name     TEXT NOT NULL,
    element  TEXT NOT NULL
);

{watched data_protection_keys}
