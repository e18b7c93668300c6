using System.Text;
using Countersign.AspNetCore.Telemetry;
using Countersign.Cli.Requests.Recording;

namespace Countersign.Cli.Requests;

/// <summary>A message as it would be sent first, in the form of HTTP/1.1.</summary>
internal static class OfflineText
{
    public static void Write(TextWriter output, RecordedMessage message, Redaction redaction)
    {
        output.WriteLine(Printable.Of($"{message.Method} {redaction.Address(message.Url.PathAndQuery)} HTTP/{message.Version}"));
        foreach (var (name, value) in message.Fields)
            output.WriteLine(Printable.Of($"{name}: {redaction.Field(name, value)}"));
        output.WriteLine();
        if (message.Content is not { Length: > 0 } content)
            return;
        output.WriteLine(TextOctets.Read(content.ToArray()) is { } text
            ? TextOctets.Printed(redaction.Content(RecordedAnswer.MediaTypeOf(message.Find("Content-Type")), text)) + (content.IsWhole ? "" : "…")
            : $"({content.Length} octets that are no text)");
    }
}
