using System.Collections.Immutable;
using System.Net.Http.Headers;

namespace Countersign.Client.Schemes;

/// <summary>Credentials that go with a request. Schemes derive from it what they have to remember to judge the answer: a nonce, the version of a token.</summary>
/// <param name="scheme">Who made them.</param>
/// <param name="fields">The fields that carry them, such as Authorization; they replace what was there.</param>
public abstract class SentCredentials(ClientScheme scheme, params ImmutableArray<(string Name, string Value)> fields)
{
    private readonly ImmutableArray<(string Name, string Value)> _fields = Checked(fields);

    /// <summary>Who made them.</summary>
    public ClientScheme Scheme { get; } = scheme;

    /// <summary>The name of the scheme; the credentials are not shown.</summary>
    public sealed override string ToString() => $"{Scheme.Name} ***";

    /// <summary>Puts the fields on a message that has none of them; leaves any other as it is.</summary>
    /// <returns>Whether they are on it.</returns>
    internal bool TryPutOn(HttpRequestHeaders headers)
    {
        foreach (var (name, _) in _fields)
        {
            if (headers.NonValidated.Contains(name))
                return false;
        }

        foreach (var (name, value) in _fields)
            headers.TryAddWithoutValidation(name, value);
        return true;
    }

    /// <summary>The fields for a proxy: Authorization as Proxy-Authorization (RFC 9110 §11.7.2), and any other only where it ends at the proxy.</summary>
    internal IEnumerable<(string Name, string Value)> FieldsForProxy(bool endsThere)
    {
        foreach (var (name, value) in _fields)
        {
            if (name.Equals("Authorization", StringComparison.OrdinalIgnoreCase))
                yield return ("Proxy-Authorization", value);
            else if (endsThere)
                yield return (name, value);
        }
    }

    /// <summary>Puts the fields on a message in the place of what it has of the same name.</summary>
    internal void PutOn(HttpRequestHeaders headers)
    {
        foreach (var (name, value) in _fields)
        {
            headers.Remove(name);
            headers.TryAddWithoutValidation(name, value);
        }
    }

    internal void TakeOff(HttpRequestHeaders headers)
    {
        foreach (var (name, _) in _fields)
            headers.Remove(name);
    }

    // Handlers below write values as they are: after a line break in one, the rest would be a field or a request of its own.
    private static ImmutableArray<(string Name, string Value)> Checked(ImmutableArray<(string Name, string Value)> fields)
    {
        foreach (var (name, value) in fields)
        {
            if (value.AsSpan().ContainsAny('\0', '\r', '\n'))
                throw new ArgumentException($"What {name} is to carry has a line break in it.", nameof(fields));
        }

        return fields;
    }
}
