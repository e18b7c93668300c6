namespace Countersign.Gateway.Admin.Catalogues;

/// <summary>What a member of a JSON object is.</summary>
internal enum JsonKind
{
    /// <summary>A text.</summary>
    Text,

    /// <summary>A list of texts.</summary>
    Texts,

    /// <summary>True or false.</summary>
    Flag,

    /// <summary>A whole number.</summary>
    Number,

    /// <summary>A time as text: RFC 3339.</summary>
    Time,
}
