namespace Countersign.AspNetCore.Issuers;

/// <summary>What happened to an issuer's keys.</summary>
public enum IssuerKeysNewsKind
{
    /// <summary>The issuer can't be asked, and the keys of before stay; or it publishes none that can be used, and they are gone.</summary>
    Failing,

    /// <summary>The issuer gives keys again.</summary>
    Recovered,

    /// <summary>The set is another than before; also the first one.</summary>
    Changed,
}
