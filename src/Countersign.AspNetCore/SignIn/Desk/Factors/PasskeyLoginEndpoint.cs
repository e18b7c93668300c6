using Countersign.AspNetCore.Admission;
using Countersign.AspNetCore.Doors;
using Countersign.AspNetCore.Intake;
using Countersign.AspNetCore.Sessions;
using Countersign.AspNetCore.SignIn;
using Countersign.AspNetCore.SignIn.Factors.Passkeys;
using Countersign.AspNetCore.SignIn.Pages;
using Countersign.AspNetCore.Stores;
using Countersign.Decisions;

namespace Countersign.AspNetCore.SignIn.Desk.Factors;

/// <summary>Signs in by a passkey alone: the key is had, and the authenticator checked the person, which makes two factors.</summary>
internal sealed class PasskeyLoginEndpoint(SignInDesk desk, PasskeyOffer passkeys) : IOwnEndpoint
{
    private readonly LoginSubmission _submission = new(desk);

    /// <inheritdoc/>
    public bool Takes(string path) => path == PasskeyOffer.LoginPath;

    /// <inheritdoc/>
    public bool LetsIn(string method) => method == "POST";

    /// <inheritdoc/>
    public async Task ServeAsync(Passage passage, HttpRequestFacts facts)
    {
        var context = passage.Context;
        if (facts.Method != "POST")
        {
            SignInDesk.Redirect(context, LoginPage.Path);
            return;
        }

        var (form, refusal, evidence) = await LoginForm.ReadAsync(facts, context.RequestAborted);
        if (form is null)
        {
            await _submission.AgainAsync(passage, facts, Verdict.Refuse(refusal!.Value, evidence), new(), null);
            return;
        }

        if (await _submission.IsOwnFormAsync(passage, facts, form) is not { } attempt)
            return;
        try
        {
            var proof = PasskeyOffer.PlaceOf(facts) is { } place ? await ProveAsync(passage, form, place) : null;
            if (proof is not null && await FindAsync(proof.User, context.RequestAborted) is { } user)
                await _submission.CompleteAsync(passage, facts, attempt, new SignedIn(user) { Methods = proof.Methods, At = desk.Now });
            else
                await RefuseAsync(passage, facts, attempt, proof?.User);
        }
        catch (StoreUnavailableException failure)
        {
            await _submission.AgainAsync(passage, facts, Verdict.Refuse(Refusal.ProtectionUnavailable, failure.Message), new(), attempt);
        }
    }

    private Task<PasskeyProof?> ProveAsync(Passage passage, LoginForm form, PasskeyPlace place) => passkeys.Ceremonies.ProveAsync(
        null, form[PasskeyForm.StateField] ?? "", form[PasskeyForm.CredentialField] ?? "", PasskeyOffer.BoundTo(form.Attempt!), place, passage.Context);

    /// <summary>The user, unless switched off a moment ago.</summary>
    private async Task<Subject?> FindAsync(string name, CancellationToken cancel)
    {
        var users = desk.Services.Users;
        await users.LookForChangesAsync(cancel);
        return users.IsReadable && users.Find(name) is { Disabled: false } user ? new Subject(user.Name) { Groups = user.Groups, Email = user.Email } : null;
    }

    private Task RefuseAsync(Passage passage, HttpRequestFacts facts, Attempt attempt, string? user)
    {
        var evidence = user is null ? "The answer is not one to the question." : "The user is switched off.";
        var note = new Note(desk.TextFor(passage.Context).Say(Phrase.PasskeyRefused));
        return _submission.AgainAsync(passage, facts, Verdict.Refuse(Refusal.SignInPasskeyRefused, evidence, user), new() { Note = note }, attempt);
    }
}
