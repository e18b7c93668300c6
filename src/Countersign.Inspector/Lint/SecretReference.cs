namespace Countersign.Inspector.Lint;

/// <summary>What a part of a configuration refers to, and so what of the literals beside it is shown.</summary>
internal enum SecretReference
{
    /// <summary>Nothing that people send secrets in: literals are shown.</summary>
    None,

    /// <summary>A query as a whole: values behind names of secrets are hidden.</summary>
    Query,

    /// <summary>A variable called <c>key</c> or <c>needs_auth</c>, which may say no more than yes: literals that look random are hidden.</summary>
    Weak,

    /// <summary>A field, a cookie or a parameter that a client sends, of a name that tells nothing: what it is compared with may be all that somebody has to know.</summary>
    Sent,

    /// <summary>A field, a cookie, a parameter or a variable that is secret by its name: every literal is hidden.</summary>
    Secret,
}
