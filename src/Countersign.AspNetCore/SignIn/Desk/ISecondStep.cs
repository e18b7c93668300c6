using System.Collections.Immutable;
using Countersign.AspNetCore.Intake;
using Countersign.AspNetCore.SignIn;
using Countersign.AspNetCore.SignIn.Pages;
using Countersign.Decisions;

namespace Countersign.AspNetCore.SignIn.Desk;

/// <summary>What comes between a right password and the session, for users who have a second factor or need one.</summary>
internal interface ISecondStep
{
    /// <summary>Whether a user has to give a further factor before a session begins.</summary>
    /// <exception cref="AspNetCore.Stores.StoreUnavailableException">Nobody knows, so nobody is let in.</exception>
    ValueTask<bool> IsNeededAsync(string user, CancellationToken cancel);

    /// <summary>The page that asks for it. Its form goes to <see cref="SecondStepEndpoint.Path"/> and carries the sealed attempt.</summary>
    ValueTask<string> WriteAsync(SecondStepPage page, CancellationToken cancel);

    /// <summary>Judges what was given.</summary>
    ValueTask<SecondStepCheck> CheckAsync(Attempt attempt, LoginForm form, HttpRequestFacts request, CancellationToken cancel);
}

/// <summary>What the page of the second step is made of.</summary>
/// <param name="Theme">The operator's look.</param>
/// <param name="Text">The language.</param>
/// <param name="User">Whose factor is wanted.</param>
/// <param name="Sealed">The attempt, for the field <see cref="LoginPage.AttemptField"/>.</param>
/// <param name="Note">What is said first; null for nothing.</param>
/// <param name="Reference">The reference of a refusal; null for none.</param>
/// <param name="Request">The request that is answered by it.</param>
/// <param name="Form">What was given before; null the first time.</param>
internal sealed record SecondStepPage(PageTheme Theme, PageText Text, string User, string Sealed, Note? Note, string? Reference, HttpRequestFacts Request, LoginForm? Form = null);

/// <summary>What became of a second factor.</summary>
/// <param name="Methods">By what it was proven (RFC 8176), the password left out; default when it was not.</param>
/// <param name="Refusal">Why it was not.</param>
/// <param name="Phrase">What the person is told then.</param>
/// <param name="RetryAfter">How long to wait; null when there is nothing to wait for.</param>
internal readonly record struct SecondStepCheck(
    ImmutableArray<string> Methods, Refusal? Refusal = null, Phrase Phrase = default, TimeSpan? RetryAfter = null)
{
    /// <summary>Recovery codes that have to be shown before the session begins; default for none.</summary>
    public ImmutableArray<Secret> Codes { get; init; }

    /// <summary>What the operator may know.</summary>
    public string? Evidence { get; init; }
}
