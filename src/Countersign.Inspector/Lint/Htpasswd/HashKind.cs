namespace Countersign.Inspector.Lint.Htpasswd;

/// <summary>How a password is kept in a file, or not.</summary>
internal enum HashKind
{
    /// <summary>Nothing stands there.</summary>
    Nothing,

    /// <summary>It begins like a hash and is none.</summary>
    Broken,

    /// <summary>The password itself, or something that no server knows.</summary>
    Plain,

    /// <summary>DES crypt: eight characters count, and it is guessed in hours.</summary>
    Des,

    /// <summary>SHA-1, with or without a salt.</summary>
    Sha1,

    /// <summary>MD5 in a thousand rounds: <c>$apr1$</c> and <c>$1$</c>.</summary>
    Md5,

    /// <summary>The user, the realm and the password by MD5, as Digest needs it.</summary>
    Digest,

    /// <summary>SHA-256 and SHA-512 in many rounds.</summary>
    ShaCrypt,

    /// <summary>bcrypt.</summary>
    Bcrypt,

    /// <summary>yescrypt and scrypt.</summary>
    Yescrypt,
}
