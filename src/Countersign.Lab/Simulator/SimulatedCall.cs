using System.Collections.Immutable;

namespace Countersign.Lab.Simulator;

/// <summary>
/// One request of a visit that shows what an address does. A name in braces in target, fields and content stands for the member of that name of the last answer
/// in JSON that had it, or the parameter of the last Location: <c>Bearer {access_token}</c>; <c>{refresh_token@0}</c> is the first that came, and <c>{jkt}</c> the
/// thumbprint of the visitor's key.
/// </summary>
/// <param name="Method">The method.</param>
/// <param name="Target">The path and query.</param>
internal sealed record SimulatedCall(string Method, string Target)
{
    /// <summary>Fields of the request.</summary>
    public ImmutableArray<(string Name, string Value)> Fields { get; init; } = [];

    /// <summary>The name by which the server is asked, with its port; null for its address.</summary>
    public string? Host { get; init; }

    /// <summary>The content; null for none.</summary>
    public string? Content { get; init; }

    /// <summary>
    /// The password with which anna answers the last Digest challenge of the visit, or the nextnonce that came since, one count further each time;
    /// null for a call that answers none.
    /// </summary>
    public string? Password { get; init; }

    /// <summary>Whether the cookies go along that answers of the visit have set and not taken away, wherever they were set for.</summary>
    public bool SendsCookies { get; init; }

    /// <summary>Whether a proof of the visitor's key goes along, with the newest nonce (RFC 9449 §4).</summary>
    public bool Proves { get; init; }

    /// <summary>GET of a target.</summary>
    public static SimulatedCall Get(string target) => new("GET", target);

    /// <summary>The same, but as an answer to the challenge before it.</summary>
    public SimulatedCall Answering(string password = "secret") => this with { Password = password };

    /// <summary>The same with one more field.</summary>
    public SimulatedCall With(string name, string value) => this with { Fields = Fields.Add((name, value)) };

    /// <summary>The same with the cookies of the visit.</summary>
    public SimulatedCall WithCookies() => this with { SendsCookies = true };
}
