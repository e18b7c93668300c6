namespace Countersign.Inspector.Probes;

/// <summary>What a probe is to find out.</summary>
internal enum ProbePurpose
{
    /// <summary>Who gets in by which method.</summary>
    Access,

    /// <summary>Whether a script of another origin may ask.</summary>
    Preflight,

    /// <summary>Whether a script of another origin can read the answer.</summary>
    Readable,

    /// <summary>Whether somebody learns without credentials that what they have is still the same.</summary>
    Condition,

    /// <summary>Whether strangers are told what there is not.</summary>
    Missing,

    /// <summary>Whether another writing of the path is let through.</summary>
    Variant,

    /// <summary>Whether the description of the resource can be read (RFC 9728).</summary>
    Metadata,
}
