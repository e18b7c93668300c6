using System.Collections.Immutable;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Primitives;

namespace Countersign.Lab.Simulator.Provider;

/// <summary>What came in a form or query. Parameters come once (RFC 6749 §3.1, §3.2), but for those that may be several.</summary>
internal sealed class ProviderForm
{
    private const string MediaType = "application/x-www-form-urlencoded";

    private readonly Dictionary<string, StringValues> _values;

    private ProviderForm(Dictionary<string, StringValues> values) => _values = values;

    /// <summary>A parameter that came twice; null for none.</summary>
    public string? Repeated => _values.FirstOrDefault(each => each.Value.Count > 1 && each.Key is not ("resource" or "audience")).Key;

    /// <summary>The names of what came.</summary>
    public ImmutableArray<string> Names => [.. _values.Keys];

    /// <summary>A parameter; null for none or an empty one.</summary>
    public string? this[string name] => _values.TryGetValue(name, out var values) && values.Count > 0 && values[0] is { Length: > 0 } value ? value : null;

    /// <summary>All values of a parameter.</summary>
    public ImmutableArray<string> All(string name) => _values.TryGetValue(name, out var values) ? [.. values.OfType<string>().Where(value => value.Length > 0)] : [];

    /// <summary>Scopes, which are separated by blanks.</summary>
    public ImmutableArray<string> Scopes => [.. (this["scope"] ?? "").Split(' ', StringSplitOptions.RemoveEmptyEntries)];

    /// <summary>The query of a request.</summary>
    public static ProviderForm OfQuery(SimulatedRequest request) => new(request.Context.Request.Query.ToDictionary(StringComparer.Ordinal));

    /// <summary>What was handed in before.</summary>
    public static ProviderForm Of(IReadOnlyDictionary<string, string> values) => new(values.ToDictionary(each => each.Key, each => new StringValues(each.Value), StringComparer.Ordinal));

    /// <summary>The form of a request; null where there is none that can be read.</summary>
    public static async ValueTask<ProviderForm?> OfContentAsync(SimulatedRequest request, CancellationToken cancel)
    {
        if (!request.Context.Request.HasFormContentType || request.Context.Request.ContentType?.StartsWith(MediaType, StringComparison.OrdinalIgnoreCase) is not true)
            return null;
        try
        {
            var form = await request.Context.Request.ReadFormAsync(cancel);
            return new(form.ToDictionary(StringComparer.Ordinal));
        }
        catch (InvalidDataException)
        {
            return null;
        }
        catch (BadHttpRequestException)
        {
            return null;
        }
    }

    /// <summary>All that came, once.</summary>
    public Dictionary<string, string> ToDictionary() => _values.ToDictionary(each => each.Key, each => each.Value.ToString(), StringComparer.Ordinal);
}
