using Countersign.AspNetCore.Issuers;

namespace Countersign.AspNetCore;

/// <summary>Access tokens of issuers (RFC 6750).</summary>
public sealed class BearerSchemeOptions : SchemeOptions
{
    internal BearerSchemeOptions(string name)
        : base(name)
    {
    }

    /// <summary>Whether a form may carry the token as <c>access_token</c> (RFC 6750 §2.2).</summary>
    public bool TokenInForm { get; set; }

    /// <summary>Whether the query may (RFC 6750 §2.3), where logs and histories keep it.</summary>
    public bool TokenInQuery { get; set; }

    internal List<IssuerConfiguration> Issuers { get; } = [];

    /// <summary>Issuers whose audiences nobody named.</summary>
    internal List<string> WithoutAudience { get; } = [];

    internal override bool GrantsScopes => true;

    internal override bool HasGroups => true;

    internal override bool HasClaims => true;

    /// <summary>Takes the tokens of an issuer, whose keys are found by its name.</summary>
    /// <param name="issuer">Its identifier, as <c>iss</c> has it.</param>
    /// <param name="audiences">The names of this application, one of which has to be in <c>aud</c>; <c>any</c> alone for issuers that serve nobody else.</param>
    public void AddIssuer(string issuer, params string[] audiences)
    {
        ArgumentNullException.ThrowIfNull(issuer);
        ArgumentNullException.ThrowIfNull(audiences);
        if (audiences.Length == 0)
            WithoutAudience.Add(issuer);
        AddIssuer(new IssuerConfiguration(issuer) { Rules = new() { Audiences = audiences is ["any"] ? [] : [.. audiences] } });
    }

    /// <summary>Takes the tokens of an issuer. Without audiences in its rules they count whomever they were made for.</summary>
    public void AddIssuer(IssuerConfiguration issuer)
    {
        ArgumentNullException.ThrowIfNull(issuer);
        Issuers.Add(issuer);
    }
}
