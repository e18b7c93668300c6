using System.Globalization;
using Countersign.Decisions;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Primitives;

namespace Countersign.Lab.Simulator;

/// <summary>Writes a simulated answer, marked as one: nobody is to take it for a real refusal.</summary>
internal static class AnswerWriter
{
    /// <summary>The field that marks simulated answers; it names the address that made it.</summary>
    public const string Mark = "Countersign-Simulated";

    /// <summary>The field that names the reason of a refusal, whatever the content is.</summary>
    public const string Reason = "Countersign-Reason";

    /// <summary>The field that names the checks of the inspector that find what is wrong on purpose.</summary>
    public const string Checks = "Countersign-Checks";

    private const int SlowOctets = 64;

    private static readonly TimeSpan Drop = TimeSpan.FromMilliseconds(10);

    // What was written has left by then, as far as anybody can tell.
    private static readonly TimeSpan Flight = TimeSpan.FromMilliseconds(100);

    /// <summary>Writes it.</summary>
    /// <param name="request">What it answers.</param>
    /// <param name="mark">The address that made it.</param>
    /// <param name="answer">The answer.</param>
    /// <param name="cancel">Breaks off.</param>
    public static async Task WriteAsync(SimulatedRequest request, string mark, SimulatedAnswer answer, CancellationToken cancel)
    {
        if (answer.ReadsContent)
            await request.Context.Request.Body.CopyToAsync(Stream.Null, cancel);
        if (!answer.Fields.TrueForAll(field => IsFieldValue(field.Value)))
            answer = new(400) { Diagnosis = new("parameters that a field can say (RFC 9110 §5.5)", "control characters in one of them") };
        if (answer.Delay > TimeSpan.Zero)
            await Task.Delay(answer.Delay, request.State.Clock, cancel);
        if (answer.Sending == AnswerSending.Nothing)
        {
            request.Context.Abort();
            return;
        }

        var response = request.Context.Response;
        response.StatusCode = answer.Status;
        var (mayHaveContent, mediaType) = (MayHaveContent(request.Method, answer.Status) is not false, default(string));
        var content = mayHaveContent ? ContentOf(request, answer, out mediaType) : default;

        // The content of an answer to HEAD is none, whatever its fields say of that of GET.
        answer.Settle(HttpMethods.IsHead(request.Method) ? default : content.Span);
        foreach (var (name, value) in answer.Fields)
            response.Headers[name] = StringValues.Concat(response.Headers[name], value);
        Sign(response, mark, answer);
        if (mayHaveContent)
        {
            if (mediaType is not null && response.Headers.ContentType.Count == 0)
                response.ContentType = mediaType;
            if (answer.Pieces is { } pieces)
            {
                if (!HttpMethods.IsHead(request.Method))
                    await WriteAsync(response, pieces, cancel);
                return;
            }

            response.ContentLength ??= content.Length;
        }

        await SendAsync(request.Context, answer.Sending, mayHaveContent && !HttpMethods.IsHead(request.Method) ? content : default, cancel);
    }

    private static void Sign(HttpResponse response, string mark, SimulatedAnswer answer)
    {
        response.Headers[Mark] = mark;
        if (answer.Diagnosis?.Refusal is { } refusal)
            response.Headers[Reason] = refusal.Row().Slug;
        if (answer.Diagnosis is { Checks: { IsEmpty: false } checks })
            response.Headers[Checks] = string.Join(", ", checks);
    }

    private static async Task SendAsync(HttpContext context, AnswerSending sending, ReadOnlyMemory<byte> content, CancellationToken cancel)
    {
        var body = context.Response.Body;
        switch (sending)
        {
            case AnswerSending.Dripping:
                var slow = content[..Math.Min(SlowOctets, content.Length)];
                for (var at = 0; at < slow.Length; at++)
                {
                    await body.WriteAsync(slow.Slice(at, 1), cancel);
                    await body.FlushAsync(cancel);
                    await Task.Delay(Drop, cancel);
                }

                await body.WriteAsync(content[slow.Length..], cancel);
                break;
            case AnswerSending.Fields or AnswerSending.Half:
                await context.Response.StartAsync(cancel);
                if (sending == AnswerSending.Half)
                    await body.WriteAsync(content[..(content.Length / 2)], cancel);
                await body.FlushAsync(cancel);
                await Task.Delay(Flight, cancel);
                context.Abort();
                break;
            default:
                if (!content.IsEmpty)
                    await body.WriteAsync(content, cancel);
                break;
        }
    }

    private static async Task WriteAsync(HttpResponse response, IAsyncEnumerable<ReadOnlyMemory<byte>> pieces, CancellationToken cancel)
    {
        await foreach (var piece in pieces.WithCancellation(cancel))
        {
            await response.Body.WriteAsync(piece, cancel);
            await response.Body.FlushAsync(cancel);
        }
    }

    // Much of what fields say is out of the address; a line that ended would begin another field.
    private static bool IsFieldValue(string value) => value.All(octet => octet is '\t' or (>= ' ' and not '\x7f'));

    // RFC 9110 §6.4.1
    private static bool? MayHaveContent(string method, int status) => status is >= 100 and < 200 or 204 or 205 or 304 || HttpMethods.IsConnect(method) ? false : null;

    private static ReadOnlyMemory<byte> ContentOf(SimulatedRequest request, SimulatedAnswer answer, out string? mediaType)
    {
        mediaType = answer.MediaType;
        if (answer.Content is { } content)
            return content;
        if (answer.Diagnosis is not { } diagnosis)
            return default;
        mediaType = answer.Status >= 400 ? "application/problem+json" : "application/json";
        return DiagnosisJson.Octets(request, answer.Status, diagnosis);
    }

    /// <summary>The status as people say it.</summary>
    public static string Title(int status) => Microsoft.AspNetCore.WebUtilities.ReasonPhrases.GetReasonPhrase(status) is { Length: > 0 } phrase ? phrase : string.Create(CultureInfo.InvariantCulture, $"Status {status}");
}
