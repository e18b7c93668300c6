using System.Collections.Frozen;
using System.Globalization;
using Microsoft.AspNetCore.Http;

namespace Countersign.AspNetCore.Admission;

/// <summary>What one origin is allowed: the value for Access-Control-Allow-Origin, and whether credentials may come along.</summary>
/// <param name="AllowOrigin">The origin itself, or <c>*</c>.</param>
/// <param name="Credentials">Whether credentials mode <c>include</c> is allowed.</param>
public sealed record CorsAnswer(string AllowOrigin, bool Credentials)
{
    /// <summary>What scripts may read beyond the safelisted fields.</summary>
    public const string ExposedFields = "WWW-Authenticate, DPoP-Nonce, Retry-After, Countersign-Reference";

    /// <summary>Writes the fields of an actual response (not of a preflight's).</summary>
    public void Write(IHeaderDictionary response)
    {
        response.AccessControlAllowOrigin = AllowOrigin;
        response.AccessControlExposeHeaders = ExposedFields;
        if (Credentials)
            response.AccessControlAllowCredentials = "true";
    }
}

/// <summary>Whose scripts may use a route.</summary>
public sealed class CorsRules
{
    private readonly FrozenDictionary<string, CorsAnswer> _origins;
    private readonly CorsAnswer? _anybody;

    /// <summary>Allows the given origins.</summary>
    /// <param name="origins">Origins such as <c>https://app.example.org</c>, or <c>*</c>.</param>
    /// <param name="credentials">Whether credentials mode <c>include</c> is allowed; never with <c>*</c>.</param>
    /// <param name="maxAge">How long browsers may keep a preflight's answer.</param>
    public CorsRules(IEnumerable<string> origins, bool credentials, TimeSpan maxAge)
    {
        var all = origins.Distinct(StringComparer.Ordinal).ToArray();
        _anybody = all.Contains("*") ? new CorsAnswer("*", Credentials: false) : null;
        _origins = all.Where(origin => origin != "*")
            .ToFrozenDictionary(origin => origin, origin => new CorsAnswer(origin, credentials), StringComparer.Ordinal);
        MaxAge = ((long)maxAge.TotalSeconds).ToString(CultureInfo.InvariantCulture);
    }

    /// <summary>The value of Access-Control-Max-Age.</summary>
    public string MaxAge { get; }

    /// <summary>What an origin is allowed; null when it is not named, or when there is not exactly one.</summary>
    public CorsAnswer? For(HttpRequest request)
    {
        var origin = request.Headers.Origin;
        if (origin.Count != 1 || origin[0] is not { } text)
            return null;
        return _origins.GetValueOrDefault(text) ?? _anybody;
    }

    /// <summary>Makes the route own the Access-Control fields of an upstream's response: whatever that says is replaced.</summary>
    /// <param name="response">The fields of the response.</param>
    /// <param name="answer">What the origin of the request is allowed.</param>
    public static void Replace(IHeaderDictionary response, CorsAnswer? answer)
    {
        foreach (var name in response.Keys.Where(name => name.StartsWith("Access-Control-", StringComparison.OrdinalIgnoreCase)).ToArray())
            response.Remove(name);
        response.Append("Vary", "Origin");
        answer?.Write(response);
    }
}
