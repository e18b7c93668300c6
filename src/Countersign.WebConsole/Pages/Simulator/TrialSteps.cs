using System.Security.Cryptography;
using System.Text;
using Countersign.Lab.Simulator;
using Countersign.Lab.Simulator.Clients;
using Countersign.WebConsole.Pages.Playground;

namespace Countersign.WebConsole.Pages.Simulator;

/// <summary>Makes of the last request of a visit one for the Playground: what goes before it is asked for here, of the simulator alone.</summary>
/// <param name="url">The simulator's address.</param>
/// <param name="clock">The time.</param>
internal sealed class TrialSteps(Uri url, TimeProvider clock)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(3);

    private readonly TrialMemory _memory = new(clock);

    // Whoever tries it meets nothing that was left behind.
    private readonly string _client = RandomNumberGenerator.GetHexString(12, lowercase: true);

    /// <summary>The request.</summary>
    /// <param name="before">What goes before it; empty for nothing.</param>
    /// <param name="last">The request.</param>
    /// <param name="times">How many times it is sent.</param>
    /// <param name="cancel">Breaks off.</param>
    public async Task<ComposedRequest> RequestAsync(IEnumerable<SimulatedCall> before, SimulatedCall last, int times, CancellationToken cancel)
    {
        using var client = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false, UseProxy = false, RequestHeaderEncodingSelector = (_, _) => Encoding.UTF8 }) { Timeout = Patience };
        foreach (var call in before)
            await AskAsync(client, call, cancel);
        var filled = WithClient(_memory.Fill(last));
        var request = new ComposedRequest(filled.Method, AddressOf(filled).AbsoluteUri) { Fields = filled.Fields, Content = filled.Content ?? "", Times = Math.Clamp(times, 1, ComposedRequest.MostTimes) };

        // What is answered or proved is known only when it is sent: the client does that.
        if (filled.Password is { } password)
            return request with { Login = ComposedLogin.Digest, User = "anna", Secret = new(password) };
        if (!filled.Proves || request.Field("Authorization") is not { } token || !token.StartsWith("DPoP ", StringComparison.Ordinal))
            return request;
        return request with { Login = ComposedLogin.Dpop, Secret = new(token["DPoP ".Length..]), ProofKey = _memory.Key, Fields = request.Fields.RemoveAll(field => field.Name == "Authorization") };
    }

    private async Task AskAsync(HttpClient client, SimulatedCall template, CancellationToken cancel)
    {
        var call = WithClient(_memory.Fill(template));
        using var message = new HttpRequestMessage(HttpMethod.Parse(call.Method), AddressOf(call));
        if (call.Content is not null)
            message.Content = new ByteArrayContent(Encoding.UTF8.GetBytes(call.Content));
        foreach (var (name, value) in call.Fields)
        {
            if (!message.Headers.TryAddWithoutValidation(name, value))
                message.Content?.Headers.TryAddWithoutValidation(name, value);
        }

        if (call.Proves)
            message.Headers.TryAddWithoutValidation("DPoP", _memory.ProofOf(call, message.RequestUri!));
        try
        {
            using var answer = await client.SendAsync(message, cancel);
            await _memory.LearnAsync(answer, cancel);
        }
        catch (Exception exception) when (exception is HttpRequestException or IOException || (exception is OperationCanceledException && !cancel.IsCancellationRequested))
        {
            // Some are broken off on purpose.
        }
    }

    private SimulatedCall WithClient(SimulatedCall call)
    {
        if (call.Host is { } host)
            call = call.With("Host", FormattableString.Invariant($"{host}:{url.Port}"));
        if (call.SendsCookies && _memory.Cookies is { Length: > 0 } cookies)
            call = call.With("Cookie", cookies);
        return call.Fields.Any(field => field.Name == SimulatorClients.Field) || call.Target.Contains("client=", StringComparison.Ordinal) ? call : call.With(SimulatorClients.Field, _client);
    }

    private Uri AddressOf(SimulatedCall call) => new($"{url.GetLeftPart(UriPartial.Authority)}{call.Target}");
}
