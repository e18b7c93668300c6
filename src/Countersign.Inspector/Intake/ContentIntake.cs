using System.Collections.Immutable;
using System.Text;
using Countersign.Inspector.Exchanges;

namespace Countersign.Inspector.Intake;

/// <summary>Takes secrets out of contents: parameters of forms, and whatever a name or its looks tell to be one. What can't be read as text is not kept.</summary>
/// <param name="credentials">Reads credentials.</param>
/// <param name="text">Takes secrets out of any text.</param>
internal sealed class ContentIntake(CredentialsIntake credentials, TextIntake text)
{
    /// <summary>How much of a content is kept, in octets.</summary>
    public const int MaxLength = 256 * 1024;

    /// <summary>The content as it may be shown, and what was in a form.</summary>
    /// <param name="octets">What is known of it.</param>
    /// <param name="fields">The fields of its message.</param>
    /// <param name="isWhole">Whether that is all of it.</param>
    /// <param name="isSent">Whether a client sends it.</param>
    public (MessageContent Shown, ImmutableArray<PresentedCredentials> Found) Take(ReadOnlyMemory<byte> octets, MessageFields fields, bool isWhole, bool isSent)
    {
        long? length = long.TryParse(fields.First("Content-Length"), out var announced) && announced >= 0 ? announced : null;
        if (octets.IsEmpty)
            return (new(octets) { Length = length ?? (isWhole ? 0 : null), IsWhole = isWhole }, []);
        length ??= isWhole ? octets.Length : null;
        var mediaType = fields.First("Content-Type");
        if (ContentText.Read(octets, mediaType, fields.First("Content-Encoding"), MaxLength, out var isCut) is not { } read)
            return (new(ReadOnlyMemory<byte>.Empty) { Length = length, IsWhole = false }, []);

        var found = ImmutableArray.CreateBuilder<PresentedCredentials>();
        if (mediaType?.Contains("x-www-form-urlencoded", StringComparison.OrdinalIgnoreCase) == true)
            read = string.Join('&', read.Split('&').Select(part => TakeParameter(part, found)));
        else if (mediaType?.Contains("multipart/", StringComparison.OrdinalIgnoreCase) == true || read.Contains("form-data;", StringComparison.OrdinalIgnoreCase))
            read = TakeParts(read, found);
        return (new(Encoding.UTF8.GetBytes(isSent ? text.TakeSent(read) : text.Take(read))) { Length = length, IsWhole = isWhole && !isCut }, found.DrainToImmutable());
    }

    private string TakeParameter(string part, ImmutableArray<PresentedCredentials>.Builder found)
    {
        var equals = part.IndexOf('=', StringComparison.Ordinal);
        if (equals < 0)
            return part;
        var name = Uri.UnescapeDataString(part[..equals]);
        var value = Uri.UnescapeDataString(part[(equals + 1)..].Replace('+', ' '));
        if (!SecretNames.IsParameter(name))
            return text.Take(value) == value ? part : $"{part[..equals]}=***";
        if (value.Length == 0)
            return part;
        Add(name, part[..equals], value, found);
        return $"{part[..equals]}=***";
    }

    // RFC 7578: each part is fields, an empty line, and what was filled in, until the next boundary.
    private string TakeParts(string content, ImmutableArray<PresentedCredentials>.Builder found)
    {
        var shown = new StringBuilder(content.Length);
        var at = 0;
        while (content.IndexOf("form-data;", at, StringComparison.OrdinalIgnoreCase) is >= 0 and var part)
        {
            var lines = content.IndexOf("\n\n", part, StringComparison.Ordinal);
            var crlf = content.IndexOf("\r\n\r\n", part, StringComparison.Ordinal);
            var start = crlf >= 0 && (lines < 0 || crlf < lines) ? crlf + 4 : lines < 0 ? -1 : lines + 2;
            if (start < 0)
                break;
            var end = content.IndexOf("\n--", start - 1, StringComparison.Ordinal) is >= 0 and var boundary ? boundary : content.Length;
            end = Math.Max(start, end > start && content[end - 1] == '\r' ? end - 1 : end);
            shown.Append(content, at, start - at);
            var (name, value) = (NameOf(content.AsSpan(part, start - part)), content[start..end]);
            if (value.Length > 0 && SecretNames.IsParameter(name))
            {
                Add(name, name, value, found);
                value = "***";
            }

            shown.Append(value);
            at = end;
        }

        return shown.Append(content, at, content.Length - at).ToString();
    }

    private static string NameOf(ReadOnlySpan<char> fields)
    {
        var at = fields.IndexOf(" name=", StringComparison.OrdinalIgnoreCase);
        var extended = at < 0 ? fields.IndexOf(" name*=", StringComparison.OrdinalIgnoreCase) : -1;
        if (at < 0 && extended < 0)
            return "";
        var value = extended < 0 ? fields[(at + 6)..].TrimStart('"') : fields[(extended + 7)..];
        var end = value.IndexOfAny("\";\r\n");
        value = end < 0 ? value : value[..end];
        return extended < 0 ? value.ToString() : Uri.UnescapeDataString(value[(value.LastIndexOf('\'') + 1)..].ToString());
    }

    private void Add(string name, string shownName, string value, ImmutableArray<PresentedCredentials>.Builder found)
    {
        var presented = credentials.OfValue(CredentialsPlace.Form, shownName, value);
        if (!SecretNames.IsForgeryDefence(name))
            found.Add(presented);
    }
}
