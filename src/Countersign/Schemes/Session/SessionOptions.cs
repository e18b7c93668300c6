using System.Collections.Immutable;

namespace Countersign.Schemes.Session;

/// <summary>The operator's words for sessions.</summary>
public sealed record SessionOptions
{
    /// <summary>Names the protection space (RFC 9110 §11.5).</summary>
    public string Realm { get; init; } = "Restricted";

    /// <summary>Where people sign in: a path.</summary>
    public string FormAction { get; init; } = "/.countersign/login";

    /// <summary>The origins other than the request's own whose pages may send what changes something, such as <c>https://app.example.org</c>.</summary>
    public ImmutableArray<string> Origins { get; init; } = [];

    /// <summary>Take sessions over connections without TLS.</summary>
    public bool AllowCleartext { get; init; }
}
