namespace Countersign.AspNetCore;

/// <summary>The tokens of a bearer scheme, each with a proof that its holder has a key (RFC 9449).</summary>
public sealed class DpopSchemeOptions : SchemeOptions
{
    internal DpopSchemeOptions(string name, string tokens)
        : base(name) => Tokens = tokens;

    /// <summary>The name of the bearer scheme whose issuers make the tokens.</summary>
    public string Tokens { get; }

    /// <summary>How old a proof may become.</summary>
    public TimeSpan Window { get; set; } = TimeSpan.FromSeconds(60);

    /// <summary>Whether proofs need a nonce of this application.</summary>
    public bool Nonces { get; set; }

    internal override bool GrantsScopes => true;

    internal override bool HasGroups => true;

    internal override bool HasClaims => true;
}
