namespace Countersign.AspNetCore.Passwords;

/// <summary>How a stored password is hashed.</summary>
public enum HashKind
{
    /// <summary>A kind that is not verified, or text that is no hash.</summary>
    Unsupported,

    /// <summary>bcrypt: <c>$2y$</c>, <c>$2b$</c>, <c>$2a$</c>.</summary>
    Bcrypt,

    /// <summary>SHA-256-crypt: <c>$5$</c>.</summary>
    Sha256Crypt,

    /// <summary>SHA-512-crypt: <c>$6$</c>.</summary>
    Sha512Crypt,

    /// <summary>yescrypt: <c>$y$</c>.</summary>
    Yescrypt,

    /// <summary>Apache's own variant of md5crypt: <c>$apr1$</c>.</summary>
    Apr1,

    /// <summary>Unsalted SHA-1: <c>{SHA}</c>.</summary>
    Sha1,
}
