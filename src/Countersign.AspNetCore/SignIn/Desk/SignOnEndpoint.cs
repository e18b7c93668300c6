using Countersign.AspNetCore.Admission;
using Countersign.AspNetCore.Doors;
using Countersign.AspNetCore.Intake;
using Countersign.AspNetCore.SignIn;
using Countersign.AspNetCore.SignIn.Pages;
using Countersign.AspNetCore.SingleSignOn;
using Countersign.AspNetCore.Stores;
using Countersign.Decisions;
using Microsoft.AspNetCore.Http;

namespace Countersign.AspNetCore.SignIn.Desk;

/// <summary>Sends people to a provider, and takes them back from there.</summary>
internal sealed class SignOnEndpoint : IOwnEndpoint
{
    private const string Folder = "/.countersign/sso/";
    private const string StartStep = "/start";
    private const string CallbackStep = "/callback";

    private readonly SignInDesk _desk;
    private readonly SignOnProviders _providers;
    private readonly SignOnStart _start;
    private readonly SignOnFinish _finish;

    public SignOnEndpoint(SignInDesk desk, SignOnProviders providers)
    {
        (_desk, _providers) = (desk, providers);
        var states = new LoginStates(desk.Services.Protection, desk.Services.Clock);
        _start = new(states, desk.Services.Clock);
        _finish = new(states, new UsedNames(desk.Services.Store, desk.Services.Clock), desk.Services.Clock);
    }

    /// <summary>Where signing in at a provider begins.</summary>
    public static string StartOf(string provider) => $"{Folder}{provider}{StartStep}";

    /// <inheritdoc/>
    public bool Takes(string path) => Read(path, out _) is not null;

    /// <inheritdoc/>
    public bool LetsIn(string method) => true;

    /// <inheritdoc/>
    public async Task ServeAsync(Passage passage, HttpRequestFacts facts)
    {
        var context = passage.Context;
        var provider = Read(facts.Canonical.Path, out var isStart)!;
        if (facts.Method != "GET")
        {
            await SignInDesk.RefuseMethodAsync(context, "GET");
            return;
        }

        if (_desk.Scheme.NeedsTls && !facts.IsTls)
        {
            await FailAsync(passage, facts, provider, SignOnOutcome.Refuse(Refusal.CleartextTransport, "The request came without TLS."), isPresented: false);
            return;
        }

        // What a page fetches in the background begins nothing: nobody would see where it leads.
        if (isStart && (!Navigation.Is(context.Request) || context.Request.Headers.ContainsKey("Sec-Purpose")))
        {
            await PlainProblem.WriteAsync(context, StatusCodes.Status400BadRequest, "Not a page", "This address is for people: open it in a browser's window.");
            return;
        }

        await (isStart ? StartAsync(passage, facts, provider) : FinishAsync(passage, facts, provider));
    }

    private async Task StartAsync(Passage passage, HttpRequestFacts facts, Provider provider)
    {
        var (context, query) = (passage.Context, passage.Context.Request.Query);
        var target = ReturnTarget.Read(query["return"] is [var asked] ? asked : null);
        if (_desk.OtherHosts is { } hosts && hosts.IsElsewhere(facts))
        {
            SignInDesk.Redirect(context, LoginPage.AddressWith(LoginPage.Path, target));
            return;
        }

        var handover = _desk.OtherHosts?.Handovers.Read(query["for"] is [var sealedText] ? sealedText : null);
        if (handover is not null)
            target = ReturnTarget.Read(handover.Target);

        var order = new SignOnOrder(target, $"{OriginOf(facts)}{Folder}{provider.Name}{CallbackStep}")
        {
            Browser = SignInCookies.SecretOf(facts),
            Demand = DemandOf(passage, facts, target),
            IsAgain = query.ContainsKey("again"),
            ForHost = handover?.Host,
            ForBrowser = handover?.Browser,
        };
        var outcome = await _start.BeginAsync(provider, order, context.RequestAborted);
        if (outcome.Next is not { } next)
        {
            await FailAsync(passage, facts, provider, outcome, isPresented: false, _desk.HandoverFor(handover?.Host, handover?.Browser, target));
            return;
        }

        SignInCookies.Give(context, facts, outcome.Browser!);
        SignInDesk.Redirect(context, next.AbsoluteUri);
    }

    private async Task FinishAsync(Passage passage, HttpRequestFacts facts, Provider provider)
    {
        var context = passage.Context;
        SignOnOutcome outcome;
        try
        {
            outcome = await _finish.EndAsync(provider, context.Request.QueryString.Value ?? "", SignInCookies.SecretOf(facts), context.RequestAborted);
            if (outcome is { Person: { } person, Tokens: { } tokens })
            {
                await CompleteAsync(passage, facts, provider, outcome, person, tokens);
                return;
            }
        }
        catch (StoreUnavailableException failure)
        {
            context.Response.Headers.Remove("Set-Cookie");
            outcome = SignOnOutcome.Refuse(Refusal.ProtectionUnavailable, failure.Message);
        }

        // Only in the browser in which it was begun: where another one wanted to go is not this one's.
        var isOwn = outcome.State is { } state && SignInCookies.SecretOf(facts)?.Name == state.Browser;
        var handover = isOwn ? _desk.HandoverFor(outcome.State!.ForHost, outcome.State.ForBrowser, outcome.Target ?? ReturnTarget.Root) : null;
        if (!outcome.IsToBeginAnew || !Navigation.Is(context.Request))
        {
            await FailAsync(passage, facts, provider, outcome, isPresented: true, handover);
            return;
        }

        _desk.Services.Log.SignOnBegunAnew(provider.Name, facts.ClientAddress, outcome.Evidence!);
        SignInDesk.Redirect(context, $"{StartOf(provider.Name)}?again=1&return={Uri.EscapeDataString((outcome.Target ?? ReturnTarget.Root).Path)}{LoginPage.WithHandover(handover)}");
    }

    private async Task CompleteAsync(
        Passage passage, HttpRequestFacts facts, Provider provider, SignOnOutcome outcome, Sessions.SignedIn person, GivenTokens tokens)
    {
        var context = passage.Context;
        var session = await _desk.Completion.BeginAsync(context, facts, person);
        try
        {
            await _providers.Tokens!.KeepAsync(session.Handle, provider.Name, tokens, session.Ends, CancellationToken.None);
        }
        catch
        {
            // A session whose tokens are lost would outlive what the provider says of it.
            await _desk.Services.Sessions.RevokeAsync(session.Handle, CancellationToken.None);
            throw;
        }

        _desk.Area.Meters.Admitted(_desk.Scheme, person.Subject, facts, passage.Started);
        var attempt = new Attempt(outcome.Target!, _desk.Now) { ForHost = outcome.State?.ForHost, ForBrowser = outcome.State?.ForBrowser };
        SignInDesk.Redirect(context, _desk.PlaceAfter(facts, attempt, session.Handle));
    }

    private Task FailAsync(Passage passage, HttpRequestFacts facts, Provider provider, SignOnOutcome outcome, bool isPresented, string? handover = null)
    {
        var text = _desk.TextFor(passage.Context);
        var told = _desk.Tell(passage, facts, Verdict.Refuse(outcome.Refusal!.Value, outcome.Evidence), isPresented);
        var button = _providers.Buttons.First(button => button.Name == provider.Name);
        return _desk.RefuseAsync(passage, told, () => SignOnPages.Failed(_desk.Theme, text, outcome.IsTimeUnsaid ? Phrase.SignOnTimeUnsaid : PhraseFor(outcome.Refusal.Value), button, outcome.Target ?? ReturnTarget.Root, handover, told.Reference));
    }

    private static Phrase PhraseFor(Refusal refusal) => refusal switch
    {
        Refusal.SignOnDeclined => Phrase.SignOnDeclined,
        Refusal.SignOnInteractionNeeded => Phrase.SignOnInteraction,
        Refusal.SignOnUnavailable or Refusal.ProtectionUnavailable => Phrase.SignOnUnavailable,
        Refusal.SignOnStateInvalid or Refusal.SignOnStateUsed or Refusal.SignOnIssuerMismatch => Phrase.SignOnStale,
        Refusal.SignOnPersonUnknown => Phrase.SignOnUnknown,
        Refusal.SignOnTooWeak => Phrase.SignOnTooWeak,
        Refusal.CleartextTransport => Phrase.CleartextRefused,
        _ => Phrase.SignOnFailed,
    };

    /// <summary>How the place to which the person wants to go is to be had.</summary>
    private SignInDemand? DemandOf(Passage passage, HttpRequestFacts facts, ReturnTarget target) =>
        CanonicalTarget.TryRead(target.Path, out var place, out _) ? _desk.DemandAt(passage.Context, facts, place) : null;

    private static string OriginOf(HttpRequestFacts facts) => $"{(facts.IsTls ? "https" : "http")}://{facts.Authority}";

    private Provider? Read(string path, out bool isStart)
    {
        isStart = path.EndsWith(StartStep, StringComparison.Ordinal);
        var step = isStart ? StartStep : CallbackStep;
        return path.StartsWith(Folder, StringComparison.Ordinal) && path.EndsWith(step, StringComparison.Ordinal) && path.Length > Folder.Length + step.Length
            ? _providers.Find(path[Folder.Length..^step.Length])
            : null;
    }
}
