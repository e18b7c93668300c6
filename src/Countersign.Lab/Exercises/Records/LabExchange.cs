using System.Buffers.Text;
using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using System.Text.Json;
using Countersign.Decisions;
using Countersign.Wire;
using Microsoft.AspNetCore.WebUtilities;

namespace Countersign.Lab.Exercises.Records;

/// <summary>A request that reached a place of an exercise, and its answer, as the server recorded them.</summary>
/// <param name="Number">Its place in the order of all that the learner did here, from 1.</param>
/// <param name="At">When it was answered.</param>
/// <param name="Request">The request.</param>
/// <param name="Status">The status of the answer.</param>
internal sealed record LabExchange(int Number, DateTimeOffset At, LabRequest Request, int Status)
{
    private const string ProxyField = "Proxy-Authorization";

    /// <summary>The fields of the answer.</summary>
    public ImmutableArray<(string Name, string Value)> Fields { get; init; } = [];

    /// <summary>Why it was refused; null where it was not.</summary>
    public Refusal? Refusal { get; init; }

    /// <summary>Who was let in; null for nobody.</summary>
    public string? Subject { get; init; }

    /// <summary>Something that the place noted for the judgement; null for nothing.</summary>
    public string? Note { get; init; }

    /// <summary>The CONNECT that opened the tunnel by which it came; null where it came by none.</summary>
    public LabRequest? Through { get; init; }

    /// <summary>The place that was asked for.</summary>
    public string Place => Request.Place;

    /// <summary>Whether it was let in.</summary>
    public bool IsServed => Status is >= 200 and < 300;

    /// <summary>Whether it came without credentials in Authorization.</summary>
    public bool IsAnonymous => Request.Field("Authorization") is null;

    /// <summary>The credentials; null for none, and for some that can't be read.</summary>
    public Credentials? Credentials => Read(Request.Field("Authorization"));

    /// <summary>The user name and password of Basic credentials as they stand there; null where there are none.</summary>
    public (string User, string Password)? Login => LoginOf(Credentials);

    /// <summary>The user that Proxy-Authorization names, by Basic or Digest; null for none, and for a field that can't be read.</summary>
    public string? ProxyUser => Read(Request.Field(ProxyField)) is { } credentials ? UserOf(credentials) : null;

    /// <summary>Whether credentials of this scheme came.</summary>
    public bool Uses(string scheme) => Credentials is { } credentials && Has(credentials, scheme);

    /// <summary>A parameter of the credentials; null where it is not there.</summary>
    public string? Param(string name) => Credentials?.Find(name);

    /// <summary>The count of Digest credentials; null where there is none.</summary>
    public uint? NonceCount => CountOf(Credentials);

    /// <summary>A claim of the token that came by Bearer, as text, whether anybody verified it or not; null where there is none.</summary>
    public string? Claim(string name)
    {
        if (!Uses("Bearer") || Credentials?.Token68?.Split('.') is not [_, var payload, _])
            return null;
        try
        {
            using var claims = JsonDocument.Parse(Base64Url.DecodeFromChars(payload));
            return claims.RootElement.ValueKind == JsonValueKind.Object && claims.RootElement.TryGetProperty(name, out var claim) ? claim.ToString() : null;
        }
        catch (Exception broken) when (broken is JsonException or FormatException)
        {
            return null;
        }
    }

    /// <summary>A parameter of the form that was sent; null for none.</summary>
    public string? Form(string name) => QueryHelpers.ParseQuery(Request.Content).TryGetValue(name, out var values) ? values[0] : null;

    /// <summary>A field of the answer, its first line; null for none.</summary>
    public string? AnswerField(string name) => Fields.FirstOrDefault(field => field.Name.Equals(name, StringComparison.OrdinalIgnoreCase)).Value;

    /// <summary>The challenges of the answer.</summary>
    public ImmutableArray<Challenge> Challenges =>
        [.. ChallengeReader.Read([.. Fields.Where(each => each.Name.Equals("WWW-Authenticate", StringComparison.OrdinalIgnoreCase)).Select(each => each.Value)]).Challenges];

    /// <summary>What it was, in a line without secrets.</summary>
    public string Line
    {
        get
        {
            var proxy = Request.Field(ProxyField) is { } line ? $"{Shown(Read(line))} in {ProxyField}" : null;
            var who = IsAnonymous ? proxy ?? "no credentials" : proxy is null ? Shown(Credentials) : $"{Shown(Credentials)}, {proxy}";
            var why = Refusal is { } refusal ? $" ({refusal.Row().Slug})" : "";
            return string.Create(CultureInfo.InvariantCulture, $"{Request.Method} {Place}, {who}: {Status}{why}");
        }
    }

    private static string Shown(Credentials? credentials) =>
        credentials is null ? "credentials that can't be read"
        : UserOf(credentials) is not { } user ? $"credentials of {credentials.Scheme}"
        : Has(credentials, "Basic") ? $"Basic for {Plain(user)}"
        : $"Digest for {Plain(user)}{(CountOf(credentials) is { } count ? string.Create(CultureInfo.InvariantCulture, $", nc {count}") : "")}";

    private static string? UserOf(Credentials credentials) => LoginOf(credentials)?.User ?? (Has(credentials, "Digest") ? credentials.Find("username") : null);

    private static (string User, string Password)? LoginOf(Credentials? credentials)
    {
        if (credentials is not { Token68: { } token } || !Has(credentials, "Basic"))
            return null;
        var octets = new byte[token.Length];
        if (!Convert.TryFromBase64String(token, octets, out var length))
            return null;
        var text = Encoding.UTF8.GetString(octets, 0, length);
        return text.IndexOf(':', StringComparison.Ordinal) is >= 0 and var colon ? (text[..colon], text[(colon + 1)..]) : null;
    }

    private static uint? CountOf(Credentials? credentials) =>
        credentials?.Find("nc") is { Length: 8 } text && uint.TryParse(text, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var count) ? count : null;

    private static Credentials? Read(string? line) => line is null ? null : CredentialsReader.Read(line).Credentials;

    private static string Plain(string text) => string.Concat(text.Select(c => char.IsControl(c) ? '\uFFFD' : c));

    private static bool Has(Credentials credentials, string scheme) => credentials.Scheme.Equals(scheme, StringComparison.OrdinalIgnoreCase);
}
