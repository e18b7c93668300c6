namespace Countersign.AspNetCore.Issuers;

/// <summary>What happened to an issuer's keys.</summary>
public enum IssuerKeysNewsKind
{
    /// <summary>The issuer can't be asked, or gives no keys; those of before stay.</summary>
    Failing,

    /// <summary>The issuer gives keys again.</summary>
    Recovered,

    /// <summary>The set is another than before; also the first one.</summary>
    Changed,
}
