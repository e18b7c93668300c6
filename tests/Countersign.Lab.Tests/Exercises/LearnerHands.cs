using System.Collections.Immutable;
using System.Globalization;
using System.Net;
using System.Text;
using System.Text.Json;
using Countersign.Lab.Exercises;
using Countersign.Lab.Exercises.Serving;
using Countersign.Lab.Exercises.Solutions;
using Countersign.Schemes.Digest;
using Countersign.Wire;
using Xunit;

namespace Countersign.Lab.Tests.Exercises;

/// <summary>Carries out the steps of a solution as a learner with a client of HTTP would.</summary>
internal sealed class LearnerHands(LabServer server, Exercise exercise, string learner) : IDisposable
{
    private readonly HttpClient _http = new(new SocketsHttpHandler { UseCookies = false, AllowAutoRedirect = false });
    private readonly HttpClient _proxied = new(new SocketsHttpHandler { UseCookies = false, AllowAutoRedirect = false, UseProxy = true, Proxy = new WebProxy(server.Url) });
    private readonly Dictionary<string, string> _kept = new(StringComparer.Ordinal) { ["LAB"] = server.AddressOf(exercise, learner) };
    private DigestDemand? _demand;
    private uint _count;

    private string Origin => Exercise.OriginOf(new(server.AddressOf(exercise, learner)));

    public void Dispose()
    {
        _http.Dispose();
        _proxied.Dispose();
    }

    /// <summary>How the exercise stands.</summary>
    public LabState State => server.Laboratory.StateOf(learner, exercise);

    /// <summary>Carries them out.</summary>
    public async Task<LabState> DoAsync(params ImmutableArray<SolutionStep> steps)
    {
        foreach (var step in steps)
        {
            switch (step)
            {
                case AskStep ask:
                    await AskAsync(ask);
                    break;
                case TunnelStep tunnel:
                    await new TunnelHands(server, learner).DoAsync(tunnel);
                    break;
                case DigestStep digest:
                    foreach (var request in digest.Requests)
                        await AskAsync(request);
                    break;
                case ComputeStep compute:
                    _kept[compute.Keeps] = compute.Compute(await _http.GetStringAsync(new Uri($"{server.AddressOf(exercise, learner)}/{compute.Place}"), TestContext.Current.CancellationToken));
                    break;
                case AnswerStep answer:
                    await server.Laboratory.SubmitAsync(learner, exercise, answer.Values.ToImmutableDictionary(value => value.Name, value => Filled(value.Value)), TestContext.Current.CancellationToken);
                    break;
                default:
                    Assert.Fail($"Nobody knows how to do {step}.");
                    break;
            }
        }

        return State;
    }

    private async Task AskAsync(AskStep ask)
    {
        if (ask.Forgets)
            _demand = null;
        if (ask.Digest is not null && _demand is null)
            await SendAsync(ask, null);
        using var answer = await SendAsync(ask, ask.Basic is { } login ? $"Basic {Convert.ToBase64String(Encoding.UTF8.GetBytes(login))}" : Digest(ask));
        if (ask is { Digest: not null, LeavesStale: false } && _demand is { IsStale: true } && (int)answer.StatusCode == 401)
            (await SendAsync(ask, Digest(ask))).Dispose();
        if (ask.Keeps.IsEmpty)
            return;
        var told = await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        using var json = JsonDocument.Parse(told);
        foreach (var name in ask.Keeps)
            _kept[name] = json.RootElement.TryGetProperty(name, out var member) ? member.ValueKind == JsonValueKind.Array ? member[0].GetString()! : member.GetString()! : throw new InvalidOperationException($"There is no {name} in {told}");
    }

    private async Task<HttpResponseMessage> SendAsync(AskStep ask, string? authorization)
    {
        using var request = new HttpRequestMessage(new(ask.Method), Filled(ask.Place) is var place && place.StartsWith("http", StringComparison.Ordinal) ? place : $"{(ask.ByProxy ? Origin : server.AddressOf(exercise, learner))}/{place}");
        if (ask.Content is { } content)
        {
            request.Content = new ByteArrayContent(Encoding.UTF8.GetBytes(Filled(content)));
            request.Content.Headers.TryAddWithoutValidation("Content-Type", "application/x-www-form-urlencoded");
        }

        foreach (var (name, value) in ask.Fields)
        {
            if (!request.Headers.TryAddWithoutValidation(name, Filled(value)))
            {
                request.Content!.Headers.Remove(name);
                request.Content.Headers.TryAddWithoutValidation(name, Filled(value));
            }
        }

        if (authorization is not null)
            request.Headers.TryAddWithoutValidation("Authorization", authorization);
        var answer = await (ask.ByProxy ? _proxied : _http).SendAsync(request, TestContext.Current.CancellationToken);
        Learn(answer);
        return answer;
    }

    private void Learn(HttpResponseMessage answer)
    {
        if (!answer.Headers.NonValidated.TryGetValues("WWW-Authenticate", out var lines))
            return;
        if (ChallengeReader.Read([.. lines]).Challenges.FirstOrDefault(each => each.Scheme == "Digest") is { } challenge && DigestDemand.Read(challenge, out _) is { Algorithm: not null } demand)
            (_demand, _count) = (demand, 0);
    }

    private string? Digest(AskStep ask)
    {
        if (ask.Digest is not { } login)
            return null;
        var colon = login.IndexOf(':', StringComparison.Ordinal);
        var count = ask.Count ?? ++_count;
        var parts = new DigestParts($"{Laboratory.PathOf(exercise, learner)}/{ask.Place}", _demand!.Nonce, count.ToString("x8", CultureInfo.InvariantCulture), "0a4f113b", "auth");
        return new DigestProver(_demand, new(login[..colon], login[(colon + 1)..])).Authorization(ask.Method, parts, []);
    }

    private string Filled(string text)
    {
        foreach (var (name, value) in _kept.OrderByDescending(each => each.Key.Length))
            text = text.Replace($"${name}", value, StringComparison.Ordinal);
        return text;
    }
}
