using System.Text;
using Countersign.Cli.Requests.Recording;
using Microsoft.Win32.SafeHandles;

namespace Countersign.Cli.Requests;

/// <summary>Hands on the content of the last answer: of any length as it comes, and to a terminal nothing that it would obey or nobody could read.</summary>
/// <param name="useColour">Whether JSON is coloured on a terminal.</param>
internal sealed class ResponseBody(bool useColour)
{
    private const int MostForPeople = 1024 * 1024;
    private const int BrokenPipe = 32; // EPIPE

    /// <summary>The standard output where it is no terminal. The console's own stream says nothing of a reader that is gone, and an answer without an end would go on for nobody.</summary>
    public static Stream OpenOutput()
    {
        if (OperatingSystem.IsWindows())
            return Console.OpenStandardOutput();
        try
        {
            var pipe = new FileStream(new SafeFileHandle(1, ownsHandle: false), FileAccess.Write, bufferSize: 0);
            if (!pipe.CanSeek)
                return pipe;

            // A file may be the standard error's, too: who keeps a position of their own writes over what the other wrote.
            pipe.Dispose();
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or ArgumentException)
        {
            // It is closed, or nothing that a file can be.
        }

        return Console.OpenStandardOutput();
    }

    /// <summary>Writes the octets as they are, as long as somebody reads them.</summary>
    public static async Task CopyAsync(HttpResponseMessage response, Stream output, CancellationToken cancel)
    {
        using var content = await response.Content.ReadAsStreamAsync(cancel);
        var piece = new byte[64 * 1024];
        while (await content.ReadAsync(piece, cancel) is > 0 and var length)
        {
            try
            {
                await output.WriteAsync(piece.AsMemory(0, length), cancel);
                await output.FlushAsync(cancel);
            }
            catch (IOException gone) when (gone.HResult == BrokenPipe)
            {
                return;
            }
        }
    }

    /// <summary>Reads it for a document, which has an end where a content may have none.</summary>
    /// <param name="response">The answer, whose content is listened to.</param>
    /// <param name="most">How many octets are read.</param>
    /// <param name="patience">How long they may take.</param>
    /// <param name="cancel">Stops it.</param>
    public static async Task<ContentEnd> KeepAsync(HttpResponseMessage response, int most, TimeSpan patience, CancellationToken cancel)
    {
        using var late = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        late.CancelAfter(patience);
        try
        {
            using var content = await response.Content.ReadAsStreamAsync(late.Token);
            return (await ReadAsync(content, most + 1, late.Token)).IsWhole ? ContentEnd.Complete : ContentEnd.TooLong;
        }
        catch (OperationCanceledException) when (!cancel.IsCancellationRequested)
        {
            return ContentEnd.TooSlow;
        }
    }

    /// <summary>Shows it to people: JSON with line breaks, texts as they come, and of anything else only how much it is.</summary>
    public async Task ShowAsync(HttpResponseMessage response, TextWriter output, CancellationToken cancel)
    {
        using var content = await response.Content.ReadAsStreamAsync(cancel);
        if (IsJson(RecordedAnswer.MediaTypeOf(response.Content.Headers.NonValidated.TryGetValues("Content-Type", out var type) ? type.ToString() : null)))
        {
            var (octets, isWhole) = await ReadAsync(content, MostForPeople, cancel);
            if (isWhole && TerminalJson.Of(octets, useColour) is { } json)
            {
                await output.WriteLineAsync(json);
                return;
            }

            await ShowAsync(octets, content, output, cancel);
            return;
        }

        await ShowAsync(ReadOnlyMemory<byte>.Empty, content, output, cancel);
    }

    /// <summary>The first octets, and whether they are all.</summary>
    public static async Task<(ReadOnlyMemory<byte> Octets, bool IsWhole)> ReadAsync(Stream content, int most, CancellationToken cancel)
    {
        var octets = new byte[8 * 1024];
        var length = 0;
        while (length < most)
        {
            if (length == octets.Length)
                Array.Resize(ref octets, Math.Min(most, octets.Length * 2));
            var read = await content.ReadAsync(octets.AsMemory(length), cancel);
            if (read == 0)
                return (octets.AsMemory(0, length), true);
            length += read;
        }

        return (octets.AsMemory(0, length), false);
    }

    public static bool IsJson(string? mediaType) => mediaType is "application/json" or "text/json" || mediaType?.EndsWith("+json", StringComparison.Ordinal) == true;

    private static async Task ShowAsync(ReadOnlyMemory<byte> first, Stream content, TextWriter output, CancellationToken cancel)
    {
        var decoder = Encoding.UTF8.GetDecoder();
        var piece = new byte[16 * 1024];
        var characters = new char[16 * 1024 + 16];
        var lastWasNewLine = true;
        var shown = 0L;
        var octets = first.IsEmpty ? piece.AsMemory(0, await content.ReadAsync(piece, cancel)) : first;
        if (TextOctets.Read(octets.Span) is null)
        {
            var (rest, isAll) = await ReadAsync(content, MostForPeople, cancel);
            await output.WriteLineAsync($"({(isAll ? "" : "more than ")}{octets.Length + rest.Length} octets that are no text; --output FILE keeps them)");
            return;
        }

        while (octets.Length > 0)
        {
            for (var at = 0; at < octets.Length; at += piece.Length)
            {
                var part = octets.Slice(at, Math.Min(piece.Length, octets.Length - at));
                var text = new string(characters, 0, decoder.GetChars(part.Span, characters, flush: false));
                await output.WriteAsync(TextOctets.Printed(text));
                if (text.Length > 0)
                    lastWasNewLine = text[^1] == '\n';
                shown += part.Length;
            }

            await output.FlushAsync(cancel);
            octets = piece.AsMemory(0, await content.ReadAsync(piece, cancel));
        }

        if (!lastWasNewLine && shown > 0)
            await output.WriteLineAsync();
    }
}
