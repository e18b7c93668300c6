using Countersign.AspNetCore.Sessions;
using Countersign.AspNetCore.SignIn;
using Countersign.Decisions;

namespace Countersign.AspNetCore.SingleSignOn;

/// <summary>What becomes of a step of a sign-in at a provider: the browser goes on, somebody is signed in, or nobody is.</summary>
internal sealed record SignOnOutcome
{
    /// <summary>Where the browser goes next.</summary>
    public Uri? Next { get; private init; }

    /// <summary>What the browser has to bring back; null for what it has already.</summary>
    public BrowserSecret? Browser { get; private init; }

    /// <summary>Who signed in.</summary>
    public SignedIn? Person { get; private init; }

    /// <summary>What the provider gave along.</summary>
    public GivenTokens? Tokens { get; private init; }

    /// <summary>Whether the sign-in is to be begun anew: it was left lying too long, which is nobody's fault.</summary>
    public bool IsToBeginAnew { get; private init; }

    /// <summary>Why nobody is signed in.</summary>
    public Refusal? Refusal { get; private init; }

    /// <summary>The reason in detail, for the operator.</summary>
    public string? Evidence { get; private init; }

    /// <summary>Whether the provider was asked for a young sign-in and does not say when it was (OpenID Connect Core §2, <c>auth_time</c>): no other one would help.</summary>
    public bool IsTimeUnsaid { get; init; }

    /// <summary>Where the person wanted to go; null when that is not known.</summary>
    public ReturnTarget? Target { get; private init; }

    /// <summary>The sign-in that this is the end of; null when it was not begun here.</summary>
    public LoginState? State { get; init; }

    public static SignOnOutcome GoTo(Uri next, BrowserSecret browser) => new() { Next = next, Browser = browser };

    public static SignOnOutcome SignedIn(SignedIn person, GivenTokens tokens, ReturnTarget target) => new() { Person = person, Tokens = tokens, Target = target };

    public static SignOnOutcome BeginAnew(ReturnTarget? target, string evidence) =>
        new() { IsToBeginAnew = true, Target = target, Refusal = Decisions.Refusal.SignOnStateInvalid, Evidence = evidence };

    public static SignOnOutcome Refuse(Refusal refusal, string evidence, ReturnTarget? target = null) => new() { Refusal = refusal, Evidence = evidence, Target = target };
}
