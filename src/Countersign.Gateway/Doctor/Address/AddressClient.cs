using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Globalization;
using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using Countersign.AspNetCore.Outbound;
using Countersign.AspNetCore.Telemetry;

namespace Countersign.Gateway.Doctor.Address;

/// <summary>
/// Sends single requests and tells what came of them, a failure too. Nothing is followed, unpacked or remembered by itself.
/// What a guarded one sends goes over no connection for which nobody vouches, whatever an earlier one to the same host has shown.
/// </summary>
internal sealed class AddressClient : IDisposable
{
    private const int MostContent = 512 * 1024;

    private readonly AddressOrder _order;
    private readonly TimeProvider _clock;
    private readonly VisitTime _time;
    private readonly bool _isGuarded;
    private readonly Dictionary<string, HttpMessageInvoker> _clients = new(StringComparer.OrdinalIgnoreCase);
    private readonly ConcurrentDictionary<string, TlsFacts> _certificates = new(StringComparer.OrdinalIgnoreCase);

    /// <exception cref="IOException">The file of authorities can't be read, or there is no certificate in it.</exception>
    public AddressClient(AddressOrder order, TimeProvider clock, VisitTime time, bool isGuarded = false)
    {
        (_order, _clock, _time, _isGuarded) = (order, clock, time, isGuarded);
        _ = ClientFor(order.Url);
    }

    /// <summary>The certificate that a host showed at a port, a bad one before a good; null when it showed none.</summary>
    public TlsFacts? CertificateOf(Uri url) => _certificates.GetValueOrDefault(PlaceOf(url));

    /// <summary>Asks. A failure is an answer as well.</summary>
    /// <exception cref="OperationCanceledException">The caller ended it.</exception>
    public async Task<Exchange> AskAsync(Question question, CancellationToken cancel)
    {
        var left = question.IsLast ? TimeSpan.MaxValue : _time.Left;
        if (left <= TimeSpan.Zero)
            return OutOfTime(question);
        using var late = new CancellationTokenSource(left < _order.Patience ? left : _order.Patience, _clock);
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(late.Token, cancel);
        var sent = _clock.GetUtcNow();
        var began = _clock.GetTimestamp();
        try
        {
            using var request = RequestOf(question);
            using var answer = await ClientFor(question.Url).SendAsync(request, limit.Token);
            var took = _clock.GetElapsedTime(began);
            var fields = FieldsOf(answer);

            // Of an upgrade that succeeded, the content would be the other protocol's.
            var content = answer.StatusCode == HttpStatusCode.SwitchingProtocols ? "" : await ReadAsync(answer, limit.Token);
            return new(question.Url) { Status = (int)answer.StatusCode, Fields = fields, Body = content, Sent = sent, Took = took };
        }
        catch (Exception failure) when (!cancel.IsCancellationRequested)
        {
            if (late.IsCancellationRequested && left < _order.Patience)
                return OutOfTime(question);

            // Whatever a peer does to the connection ends here.
            var (kind, words) = KindOf(failure, late.IsCancellationRequested);
            return new(question.Url) { Failure = kind, FailureWords = PeerText.Failure(words.TrimEnd('.')), Sent = sent, Took = _clock.GetElapsedTime(began) };
        }
    }

    public void Dispose()
    {
        foreach (var client in _clients.Values)
            client.Dispose();
    }

    /// <summary>One for each host and port: TLS tells by itself no more than the host that was meant.</summary>
    private HttpMessageInvoker ClientFor(Uri url)
    {
        if (_clients.TryGetValue(PlaceOf(url), out var known))
            return known;
        var handler = OutboundHandler.Create(_order.Authorities);
        handler.MaxConnectionsPerServer = 4;
        if (!_order.Places.IsEmpty)
        {
            handler.UseProxy = false;
            handler.ConnectCallback = (context, cancel) => ConnectAsync(_order, context.DnsEndPoint, cancel);
        }

        handler.SslOptions.CertificateRevocationCheckMode = X509RevocationMode.NoCheck;
        handler.SslOptions.RemoteCertificateValidationCallback = (_, certificate, chain, errors) =>
        {
            Note(url, certificate, chain, errors);

            // What is wrong with a certificate is told, and what stands behind it as well; a password and a session are sent by a guarded client alone.
            return errors == SslPolicyErrors.None || !_isGuarded || _order.IsInsecure;
        };
        return _clients[PlaceOf(url)] = new(handler, disposeHandler: true);
    }

    private static string PlaceOf(Uri url) => string.Create(CultureInfo.InvariantCulture, $"{url.Scheme}:{url.IdnHost}:{url.Port}");

    private Exchange OutOfTime(Question question)
    {
        _time.Cut();
        return new(question.Url) { Failure = FailureKind.OutOfTime, FailureWords = "the time of the visit is over", Sent = _clock.GetUtcNow() };
    }

    private static HttpRequestMessage RequestOf(Question question)
    {
        var request = new HttpRequestMessage(new(question.Method), question.Url)
        {
            Version = question.IsUpgrade || question.Url.Scheme == Uri.UriSchemeHttp ? HttpVersion.Version11 : HttpVersion.Version20,
            VersionPolicy = HttpVersionPolicy.RequestVersionOrLower,
        };
        foreach (var (name, value) in question.Fields)
            request.Headers.TryAddWithoutValidation(name, value);
        if (question.Cookie is { } cookie)
            request.Headers.TryAddWithoutValidation("Cookie", cookie.Reveal());
        if (question.Form is { } form)
            request.Content = new StringContent(form.Reveal(), new UTF8Encoding(false), "application/x-www-form-urlencoded");
        return request;
    }

    private static ImmutableArray<(string, string)> FieldsOf(HttpResponseMessage answer) =>
        [.. from field in answer.Headers.NonValidated.Concat(answer.Content.Headers.NonValidated) from value in field.Value select (field.Key, value)];

    private static async Task<string> ReadAsync(HttpResponseMessage answer, CancellationToken cancel)
    {
        await using var content = await answer.Content.ReadAsStreamAsync(cancel);
        var octets = new byte[MostContent];
        var length = await content.ReadAtLeastAsync(octets, octets.Length, throwOnEndOfStream: false, cancel);
        return Encoding.UTF8.GetString(octets, 0, length);
    }

    private static (FailureKind, string) KindOf(Exception failure, bool isLate)
    {
        if (isLate)
            return (FailureKind.Late, "no answer in time");
        return failure switch
        {
            HttpRequestException { HttpRequestError: HttpRequestError.NameResolutionError } => (FailureKind.NameUnknown, failure.GetBaseException().Message),
            HttpRequestException { HttpRequestError: HttpRequestError.ConnectionError } => (FailureKind.NoConnection, failure.GetBaseException().Message),
            HttpRequestException { HttpRequestError: HttpRequestError.SecureConnectionError } => (FailureKind.NoTls, failure.GetBaseException().Message),
            HttpRequestException { HttpRequestError: HttpRequestError.InvalidResponse } => (FailureKind.NotHttp, "the answer is no sound HTTP"),
            HttpRequestException { InnerException: SocketException { SocketErrorCode: SocketError.HostNotFound or SocketError.TryAgain or SocketError.NoData } inner } => (FailureKind.NameUnknown, inner.Message),
            _ => (FailureKind.Closed, "the connection was closed without an answer"),
        };
    }

    private static async ValueTask<Stream> ConnectAsync(AddressOrder order, DnsEndPoint to, CancellationToken cancel)
    {
        var place = order.Places.FirstOrDefault(place => place.Key.Equals(to.Host, StringComparison.OrdinalIgnoreCase)).Value;
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await (place is null ? socket.ConnectAsync(to, cancel) : socket.ConnectAsync(new IPEndPoint(place, to.Port), cancel));
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    private void Note(Uri url, X509Certificate? certificate, X509Chain? chain, SslPolicyErrors errors)
    {
        if (certificate is not X509Certificate2 shown)
            return;
        var names = shown.Extensions.OfType<X509SubjectAlternativeNameExtension>()
            .SelectMany(extension => extension.EnumerateDnsNames().Concat(extension.EnumerateIPAddresses().Select(address => address.ToString())));
        var facts = new TlsFacts(url.IdnHost, url.Port)
        {
            Begins = new DateTimeOffset(shown.NotBefore),
            Ends = new DateTimeOffset(shown.NotAfter),
            Names = [.. names.Select(PeerText.Authority)],
            IsForHost = !errors.HasFlag(SslPolicyErrors.RemoteCertificateNameMismatch),
            IsTrusted = !errors.HasFlag(SslPolicyErrors.RemoteCertificateChainErrors),
            Why = PeerText.Failure(string.Join(", ", chain?.ChainStatus.Select(status => status.StatusInformation.TrimEnd('.', '\n', ' ')) ?? [])),
        };

        // Who has shown a bad one may show a good one to the next, and is not to be trusted for it.
        _certificates.AddOrUpdate(PlaceOf(url), facts, (_, former) => former.IsGood ? facts : former);
    }
}
