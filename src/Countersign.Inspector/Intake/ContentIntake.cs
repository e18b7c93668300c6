using System.Collections.Immutable;
using System.Text;
using System.Text.RegularExpressions;
using Countersign.Inspector.Exchanges;

namespace Countersign.Inspector.Intake;

/// <summary>Takes secrets out of contents: parameters of forms, members of JSON objects, and whatever looks like a signed token.</summary>
/// <param name="credentials">Reads credentials.</param>
internal sealed partial class ContentIntake(CredentialsIntake credentials)
{
    /// <summary>How much of a content is kept, in octets.</summary>
    public const int MaxLength = 256 * 1024;

    /// <summary>The content as it may be shown, and what was in a form.</summary>
    /// <param name="octets">What is known of it.</param>
    /// <param name="mediaType">The value of Content-Type; null for none.</param>
    /// <param name="length">How long it is; null where nobody knows.</param>
    /// <param name="isWhole">Whether that is all of it.</param>
    public (MessageContent Shown, ImmutableArray<PresentedCredentials> Found) Take(ReadOnlyMemory<byte> octets, string? mediaType, long? length, bool isWhole)
    {
        if (octets.IsEmpty)
            return (new(octets) { Length = length, IsWhole = isWhole }, []);
        var kept = octets.Length > MaxLength ? octets[..MaxLength] : octets;
        var found = ImmutableArray.CreateBuilder<PresentedCredentials>();
        var text = Encoding.UTF8.GetString(kept.Span);
        if (mediaType?.Contains("x-www-form-urlencoded", StringComparison.OrdinalIgnoreCase) == true)
            text = FormParameter().Replace(text, match => HideParameter(match, found));
        text = JsonMember().Replace(text, match => SecretNames.IsParameter(match.Groups["name"].Value) ? $"{match.Groups["before"].Value}\"***\"" : match.Value);
        text = SignedToken().Replace(text, "***");
        return (new(Encoding.UTF8.GetBytes(text)) { Length = length ?? (isWhole ? octets.Length : null), IsWhole = isWhole && kept.Length == octets.Length }, found.DrainToImmutable());
    }

    private string HideParameter(Match match, ImmutableArray<PresentedCredentials>.Builder found)
    {
        var name = match.Groups["name"].Value;
        if (!SecretNames.IsParameter(Uri.UnescapeDataString(name)))
            return match.Value;
        found.Add(credentials.OfValue(CredentialsPlace.Form, name, Uri.UnescapeDataString(match.Groups["value"].Value)));
        return $"{name}=***";
    }

    [GeneratedRegex("(?<name>[^=&]+)=(?<value>[^&]*)", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex FormParameter();

    [GeneratedRegex("""(?<before>"(?<name>[A-Za-z_-]{1,40})"\s*:\s*)"(\\.|[^"\\])*"?""", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex JsonMember();

    [GeneratedRegex(@"\beyJ[\w-]{8,}\.[\w-]*\.?[\w-]*", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex SignedToken();
}
