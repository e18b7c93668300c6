using System.Collections.Immutable;
using System.Globalization;
using Countersign.AspNetCore.Admission;

namespace Countersign.Gateway.Doctor.Address;

/// <summary>A request and what came of it.</summary>
/// <param name="Url">The address that was asked.</param>
internal sealed record Exchange(Uri Url)
{
    /// <summary>0 where no answer came.</summary>
    public int Status { get; init; }

    public ImmutableArray<(string Name, string Value)> Fields { get; init; } = [];

    public string Body { get; init; } = "";

    /// <summary>When it was sent.</summary>
    public DateTimeOffset Sent { get; init; }

    /// <summary>How long the answer took.</summary>
    public TimeSpan Took { get; init; }

    /// <summary>Why no answer came; null when one did.</summary>
    public FailureKind? Failure { get; init; }

    /// <summary>What the system says of the failure.</summary>
    public string? FailureWords { get; init; }

    public bool IsAnswered => Failure is null;

    /// <summary>Whether a Countersign refused, or sent somebody to sign in: it names what can be explained.</summary>
    public bool IsOurs => Reference is not null;

    /// <summary>By what the answer can be explained; null for anything else than a reference, since people paste it into a shell.</summary>
    public string? Reference =>
        Field("Countersign-Reference") is { Length: ReferenceIds.Length } reference && reference.All(letter => char.IsAsciiLetterLower(letter) || char.IsAsciiDigit(letter)) ? reference : null;

    public bool IsRedirect => Status is 301 or 302 or 303 or 307 or 308;

    /// <summary>Where a redirect leads; null when it is none, or leads nowhere.</summary>
    public Uri? Target =>
        IsRedirect && Field("Location") is { } location && Uri.TryCreate(Url, location, out var target) && target.Scheme is "http" or "https" ? target : null;

    /// <summary>Who answered, by his own word.</summary>
    public string Server => Field("Server") ?? (IsOurs ? "Countersign" : "a server that does not name itself");

    public DateTimeOffset? Date =>
        DateTimeOffset.TryParseExact(Field("Date"), "r", CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var date) ? date : null;

    public string? Field(string name) => Lines(name).FirstOrDefault();

    public IEnumerable<string> Lines(string name) =>
        Fields.Where(field => field.Name.Equals(name, StringComparison.OrdinalIgnoreCase)).Select(field => field.Value);
}
