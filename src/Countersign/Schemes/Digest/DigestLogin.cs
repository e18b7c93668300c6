namespace Countersign.Schemes.Digest;

/// <summary>A user name and password, for answering challenges.</summary>
/// <param name="user">The name.</param>
/// <param name="password">The password.</param>
public sealed class DigestLogin(string user, string password)
{
    /// <summary>The name.</summary>
    public string User => user;

    internal string Password => password;

    /// <inheritdoc/>
    public override string ToString() => $"{user}:***";
}
