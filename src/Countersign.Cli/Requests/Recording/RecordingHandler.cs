using System.Collections.Immutable;
using System.Net.Http.Headers;

namespace Countersign.Cli.Requests.Recording;

/// <summary>Stands before the network and writes down each message that goes out, and its answer.</summary>
internal sealed class RecordingHandler(HttpMessageHandler inner, ExchangeStory story, bool isBackChannel, TimeProvider clock, CancellationToken stop = default) : DelegatingHandler(inner)
{
    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var given = request.Content;
        var message = new RecordedMessage(request.Method.Method, request.RequestUri!, clock.GetUtcNow())
        {
            Version = request.Version,
            Fields = [.. FieldsOf(request)],
            Content = given is null ? null : new(RecordedMessage.KeptOctets),
        };
        story.Sent(message, isBackChannel);
        var since = clock.GetTimestamp();
        try
        {
            request.Content = given is null ? null : new ListeningContent(given, message.Content!);
            var response = await base.SendAsync(request, cancellationToken);
            message.Waited = clock.GetElapsedTime(since);
            message.Version = response.Version;
            message.Answer = new((int)response.StatusCode, response.ReasonPhrase ?? "", [.. FieldsOf(response.Headers).Concat(FieldsOf(response.Content.Headers))], new(RecordedMessage.KeptOctets));
            await ListenAsync(response, message.Answer.Content, cancellationToken);
            story.Received(message, isBackChannel);
            return response;
        }
        catch (Exception exception)
        {
            message.Waited = clock.GetElapsedTime(since);
            message.Outage = stop.IsCancellationRequested ? "stopped before it came" : OutageWords.Of(exception);
            story.Received(message, isBackChannel);
            throw;
        }
        finally
        {
            request.Content = given;
        }
    }

    private static async Task ListenAsync(HttpResponseMessage response, BoundedCopy copy, CancellationToken cancel)
    {
        var given = response.Content;
        var heard = new StreamContent(new ListeningStream(await given.ReadAsStreamAsync(cancel), copy));
        foreach (var (name, values) in given.Headers.NonValidated)
            heard.Headers.TryAddWithoutValidation(name, values);
        response.Content = heard;
    }

    // As it goes out, in the letters of the DNS.
    private static string HostOf(Uri url) => url.HostNameType == UriHostNameType.Dns ? url.Authority.Replace(url.Host, url.IdnHost, StringComparison.Ordinal) : url.Authority;

    /// <summary>The fields of a message as they go out.</summary>
    public static IEnumerable<(string Name, string Value)> FieldsOf(HttpRequestMessage request)
    {
        if (!request.Headers.NonValidated.Contains("Host"))
            yield return ("Host", HostOf(request.RequestUri!));
        foreach (var field in FieldsOf(request.Headers))
            yield return field;
        if (request.Content is null)
            yield break;
        var length = request.Content.Headers.ContentLength; // which makes it known, where it is
        foreach (var field in FieldsOf(request.Content.Headers))
            yield return field;
        if (length is null)
            yield return ("Transfer-Encoding", "chunked");
    }

    /// <summary>Fields as they are, each value by itself.</summary>
    public static IEnumerable<(string Name, string Value)> FieldsOf(HttpHeaders fields)
    {
        foreach (var (name, values) in fields.NonValidated)
        {
            foreach (var value in values)
                yield return (name, value);
        }
    }
}
