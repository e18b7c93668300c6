using System.Collections.Immutable;
using Countersign.WebConsole.Ports;

namespace Countersign.WebConsole.Pages.Playground;

/// <summary>A request as a person composes it. Address, fields and content may have variables, such as <c>{{TOKEN}}</c>.</summary>
/// <param name="Method">The method.</param>
/// <param name="Url">The address.</param>
internal sealed record ComposedRequest(string Method, string Url)
{
    /// <summary>The usual field of a key.</summary>
    public const string UsualKeyField = "X-API-Key";

    /// <summary>The most times that one request is sent in a row.</summary>
    public const int MostTimes = 10;

    /// <summary>The fields.</summary>
    public ImmutableArray<(string Name, string Value)> Fields { get; init; } = [];

    /// <summary>The content; empty for none.</summary>
    public string Content { get; init; } = "";

    /// <summary>By which credentials it gets in.</summary>
    public ComposedLogin Login { get; init; }

    /// <summary>The user of Basic and Digest.</summary>
    public string User { get; init; } = "";

    /// <summary>The field of the key.</summary>
    public string KeyField { get; init; } = UsualKeyField;

    /// <summary>Password, token or key; null where it is not there.</summary>
    public Secret? Secret { get; init; }

    /// <summary>The private key that the token is bound to, as a JWK; null for a new one.</summary>
    public Secret? ProofKey { get; init; }

    /// <summary>By what an expired token is renewed; null for none.</summary>
    public Renewal? Renewal { get; init; }

    /// <summary>Whether challenges are answered.</summary>
    public bool Answers { get; init; } = true;

    /// <summary>Whether redirects are followed.</summary>
    public bool Follows { get; init; } = true;

    /// <summary>Whether credentials may travel where anybody can read them.</summary>
    public bool AllowsCleartext { get; init; }

    /// <summary>How many times it is sent.</summary>
    public int Times { get; init; } = 1;

    /// <summary>The texts that variables may stand in.</summary>
    public IEnumerable<string> Texts => [Url, .. Fields.Select(each => each.Value), Content];

    /// <summary>The same with each of these texts changed.</summary>
    public ComposedRequest WithTexts(Func<string, string> change) => this with
    {
        Url = change(Url),
        Fields = [.. Fields.Select(field => (field.Name, change(field.Value)))],
        Content = change(Content),
    };

    /// <summary>A field's value, of several the first; null for none.</summary>
    public string? Field(string name) => Fields.FirstOrDefault(field => field.Name.Equals(name, StringComparison.OrdinalIgnoreCase)).Value;
}
