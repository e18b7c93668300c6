namespace Countersign.AspNetCore.Passwords;

/// <summary>What a computation said.</summary>
internal enum HashAnswer
{
    /// <summary>The password is the one that was hashed.</summary>
    Same,

    /// <summary>It is another.</summary>
    Different,

    /// <summary>This machine can't compute hashes of this kind.</summary>
    CannotCompute,
}

/// <summary>Spends the time that a hash costs. The seam at which tests count the work.</summary>
internal interface IPasswordHasher
{
    /// <summary>Hashes a password like the stored one and compares in fixed time.</summary>
    HashAnswer Compare(PasswordHash stored, string password);
}
