namespace Countersign.Client.Telemetry;

/// <summary>What a server gives to find its answer by. Others than references are not written down: a log is no place for what peers please to send.</summary>
internal static class PeerReference
{
    private const int MaxLength = 64;

    /// <summary>The field that Countersign servers give it in.</summary>
    public const string Field = "Countersign-Reference";

    public static string? Of(HttpResponseMessage response) => response.Headers.NonValidated.TryGetValues(Field, out var values) ? values.ToString() : null;

    public static string? Of(string? text) =>
        text is { Length: > 0 and <= MaxLength } && text.All(letter => char.IsAsciiLetterOrDigit(letter) || letter is '-' or '_' or '.') ? text : null;
}
