using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Globalization;
using System.Net;
using Countersign.Inspector.Crawl.Contents;
using Countersign.Inspector.Exchanges;

namespace Countersign.Inspector.Crawl.Network;

/// <summary>Asks for places: at each host in turn, for a bounded time, up to a bounded length, and over a bounded number of redirects.</summary>
/// <param name="options">How far, and how gently.</param>
/// <param name="network">The connections.</param>
/// <param name="signedIn">The same for who answers challenges; null where nobody does.</param>
/// <param name="clock">The clock.</param>
internal sealed class Fetcher(CrawlOptions options, HttpMessageInvoker network, HttpMessageInvoker? signedIn, TimeProvider clock) : IDisposable
{
    /// <summary>The product token of the crawler (RFC 9309 §2.2.1).</summary>
    public const string Agent = "Countersign";

    private const int MaxRedirects = 10;

    // What browsers of today say, without naming one.
    private const string BrowserAgent = "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Safari/537.36";

    private readonly ConcurrentDictionary<string, HostPace> _hosts = new(StringComparer.OrdinalIgnoreCase);
    private readonly string _agent = $"{Agent}/{options.Version} (crawl)";
    private int _requests;

    /// <summary>How many requests there were.</summary>
    public int Requests => Volatile.Read(ref _requests);

    /// <summary>The pace at a host.</summary>
    public HostPace PaceOf(Uri url) =>
        _hosts.GetOrAdd(url.Authority, _ => new(options.Pause, url.Authority.Equals(options.Start.Authority, StringComparison.OrdinalIgnoreCase) ? options.Connections : 1, clock));

    /// <summary>Asks, and follows redirects as far as it may.</summary>
    public async Task<Answer> AskAsync(Question question, CancellationToken cancel)
    {
        HashSet<string>? seen = null;
        for (var redirects = 0; ; redirects++)
        {
            var answer = await AskOnceAsync(question, cancel) with { Redirects = redirects };
            if (answer.Location is not { } next || question.Follows?.Invoke(next) != true)
                return answer;
            if (redirects == MaxRedirects)
                return answer with { Trouble = $"more than {MaxRedirects} redirects" };
            if (!(seen ??= new(StringComparer.Ordinal) { question.Url.AbsoluteUri }).Add(next.AbsoluteUri))
                return answer with { Trouble = "redirects in a circle" };
            question = question with { Url = next };
        }
    }

    public void Dispose()
    {
        foreach (var pace in _hosts.Values)
            pace.Dispose();
    }

    private async Task<Answer> AskOnceAsync(Question question, CancellationToken cancel)
    {
        var pace = PaceOf(question.Url);
        await pace.EnterAsync(cancel);
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        patience.CancelAfter(options.Timeout);
        try
        {
            Interlocked.Increment(ref _requests);
            using var request = RequestFor(question);
            var invoker = question.SignsIn && signedIn is not null ? signedIn : network;
            using var response = await invoker.SendAsync(request, patience.Token);
            var answer = await AnswerAsync(question, response, patience.Token);
            if (answer.RetryAfter is { } wait && answer.Status is 429 or 503)
                pace.Hold(wait);
            return answer;
        }
        catch (OperationCanceledException) when (!cancel.IsCancellationRequested)
        {
            return new() { Url = question.Url, Trouble = string.Create(CultureInfo.InvariantCulture, $"no answer in {options.Timeout.TotalSeconds:0} s") };
        }
        catch (Exception failure) when (failure is HttpRequestException or IOException or InvalidDataException)
        {
            return new() { Url = question.Url, Trouble = Words(failure), IsPrivate = failure is PrivateAddressException || failure.InnerException is PrivateAddressException };
        }
        finally
        {
            pace.Leave();
        }
    }

    private async Task<Answer> AnswerAsync(Question question, HttpResponseMessage response, CancellationToken cancel)
    {
        var status = (int)response.StatusCode;
        var (octets, isCut) = (default(ReadOnlyMemory<byte>), false);
        if (status is >= 200 and < 300 && question.MaxContent > 0 && !question.HeadOnly)
            (octets, isCut) = await BoundedContent.ReadAsync(response.Content, question.MaxContent, cancel);
        var type = response.Content.Headers.ContentType;
        return new()
        {
            Url = question.Url,
            Status = status,
            Location = status is 301 or 302 or 303 or 307 or 308 && Location(response) is { } location ? new LinkList(question.Url).Resolve(location) : null,
            MediaType = type?.MediaType?.ToLowerInvariant(),
            Charset = type?.CharSet?.Trim('"'),
            Fields = status is 401 or 403 or 407 ? FieldsOf(response) : [],
            Content = octets,
            IsCut = isCut,
            Unread = question.MaxContent > 0 && !BoundedContent.Knows(response.Content.Headers.ContentEncoding) ? "a content whose coding is not read here" : null,
            IsFromCache = status is >= 200 and < 300 && IsFromCache(response),
            RetryAfter = status is 429 or 503 ? Wait(response) : null,
        };
    }

    private HttpRequestMessage RequestFor(Question question)
    {
        var request = new HttpRequestMessage(question.HeadOnly ? HttpMethod.Head : HttpMethod.Get, question.Url) { Version = HttpVersion.Version11, VersionPolicy = HttpVersionPolicy.RequestVersionOrLower };
        var fields = request.Headers;
        fields.TryAddWithoutValidation("User-Agent", question.AsBrowser ? BrowserAgent : _agent);
        fields.TryAddWithoutValidation("Accept", question.Kind switch
        {
            LinkKind.Stylesheet => "text/css,*/*;q=0.1",
            LinkKind.Image or LinkKind.Icon or LinkKind.SocialImage => "image/avif,image/webp,image/*,*/*;q=0.8",
            _ when question.Kind.IsPage() => "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8",
            _ => "*/*",
        });
        fields.TryAddWithoutValidation("Accept-Encoding", "gzip, br");
        if (question.Kind.Destination() is { } destination)
            AddMetadata(fields, question, destination);
        else if (question.AsBrowser)
        {
            fields.TryAddWithoutValidation("Sec-Fetch-Dest", "document");
            fields.TryAddWithoutValidation("Sec-Fetch-Mode", "navigate");
            fields.TryAddWithoutValidation("Sec-Fetch-Site", "none");
        }

        return request;
    }

    // As browsers ask for what stands in a page: servers that defend images against other sites go by it, and those that spare scripts a dialog.
    private static void AddMetadata(System.Net.Http.Headers.HttpRequestHeaders fields, Question question, string destination)
    {
        var isSame = question.From is { } from && from.GetLeftPart(UriPartial.Authority).Equals(question.Url.GetLeftPart(UriPartial.Authority), StringComparison.OrdinalIgnoreCase);
        fields.TryAddWithoutValidation("Sec-Fetch-Dest", destination);
        fields.TryAddWithoutValidation("Sec-Fetch-Mode", question.Kind switch
        {
            LinkKind.Frame => "navigate",
            LinkKind.Font or LinkKind.Manifest or LinkKind.ManifestWithCredentials or LinkKind.Call => "cors",
            _ => "no-cors",
        });
        fields.TryAddWithoutValidation("Sec-Fetch-Site", question.From is null ? "none" : isSame ? "same-origin" : "cross-site");
        if (question.From is null || (question.From.Scheme == Uri.UriSchemeHttps && question.Url.Scheme == Uri.UriSchemeHttp))
            return;
        fields.TryAddWithoutValidation("Referer", isSame ? question.From.AbsoluteUri : question.From.GetLeftPart(UriPartial.Authority) + "/");
        if (!isSame && question.Kind == LinkKind.Font)
            fields.TryAddWithoutValidation("Origin", question.From.GetLeftPart(UriPartial.Authority));
    }

    private static string? Location(HttpResponseMessage response) => response.Headers.NonValidated.TryGetValues("Location", out var values) ? values.FirstOrDefault() : null;

    private static ImmutableArray<MessageField> FieldsOf(HttpResponseMessage response) =>
        [.. response.Headers.NonValidated.Concat(response.Content.Headers.NonValidated).SelectMany(field => field.Value.Select(value => new MessageField(field.Key, value)))];

    private static bool IsFromCache(HttpResponseMessage response)
    {
        var fields = response.Headers;
        return fields.Age is { Ticks: > 0 } || Says(response, "X-Cache", "hit") || Says(response, "CF-Cache-Status", "hit") || Says(response, "Cache-Status", "; hit");
    }

    private static bool Says(HttpResponseMessage response, string field, string word) =>
        response.Headers.NonValidated.TryGetValues(field, out var values) && values.Any(value => value.Contains(word, StringComparison.OrdinalIgnoreCase));

    private TimeSpan Wait(HttpResponseMessage response) => response.Headers.RetryAfter switch
    {
        { Delta: { } delta } => delta,
        { Date: { } date } when date > clock.GetUtcNow() => date - clock.GetUtcNow(),
        _ => TimeSpan.FromSeconds(5),
    };

    private static string Words(Exception failure) => failure switch
    {
        HttpRequestException { HttpRequestError: HttpRequestError.NameResolutionError } => "the name leads nowhere",
        HttpRequestException { HttpRequestError: HttpRequestError.SecureConnectionError } => "no TLS with this server: its certificate is not trusted, or it speaks none",
        HttpRequestException { HttpRequestError: HttpRequestError.ConfigurationLimitExceeded } => "fields of more than 64 KiB",
        HttpRequestException { InnerException: PrivateAddressException inner } => inner.Message,
        PrivateAddressException => failure.Message,
        HttpRequestException { HttpRequestError: HttpRequestError.ConnectionError } => "no connection",
        InvalidDataException => "a content whose coding is broken",
        HttpRequestException { HttpRequestError: HttpRequestError.InvalidResponse } => "no answer of HTTP",
        _ => "the connection ended before the answer did",
    };
}
