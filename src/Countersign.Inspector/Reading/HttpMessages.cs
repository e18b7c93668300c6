using Countersign.Inspector.Exchanges;
using Countersign.Inspector.Intake;

namespace Countersign.Inspector.Reading;

/// <summary>Reads the messages of an <c>HttpClient</c>. Its redirects and earlier tries are not in them, nor the cookies of its handler.</summary>
internal static class HttpMessages
{
    private const Omissions Omitted = Omissions.OtherLegs | Omissions.RequestContent | Omissions.Times;

    /// <summary>An answer with its content, as far as that is kept, and the request as the answer names it.</summary>
    public static async Task<Recording> ReadAsync(HttpResponseMessage response, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(response);
        await response.Content.LoadIntoBufferAsync(cancellationToken).ConfigureAwait(false);
        var content = await response.Content.ReadAsByteArrayAsync(cancellationToken).ConfigureAwait(false);
        return new() { Source = RecordingSource.Live, Exchanges = [ExchangeOf(response, content)], Omissions = Omitted };
    }

    /// <summary>The same without the content of the answer.</summary>
    public static Exchange ExchangeOf(HttpResponseMessage response) => ExchangeOf(response, null);

    private static Exchange ExchangeOf(HttpResponseMessage response, byte[]? content)
    {
        var intake = new MessageIntake();
        var request = response.RequestMessage is { RequestUri: { IsAbsoluteUri: true } url } asked
            ? intake.Request(asked.Method.Method, url.PathAndQuery, url.AbsoluteUri, $"HTTP/{asked.Version}", [.. Lines(asked.Headers.NonValidated), .. Lines(asked.Content?.Headers.NonValidated)])
            : null;
        return new()
        {
            Index = 0,
            Request = request,
            Response = intake.Response((int)response.StatusCode, response.ReasonPhrase ?? "", $"HTTP/{response.Version}", [.. Lines(response.Headers.NonValidated), .. Lines(response.Content.Headers.NonValidated)], content, content is not null),
            Role = Roles.Of(request),
        };
    }

    private static IEnumerable<MessageField> Lines(System.Net.Http.Headers.HttpHeadersNonValidated? fields)
    {
        if (fields is null)
            yield break;
        foreach (var (name, values) in fields.Value)
        {
            foreach (var value in values)
                yield return new(name, value.Trim());
        }
    }
}
