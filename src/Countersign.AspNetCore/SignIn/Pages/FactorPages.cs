using System.Collections.Immutable;
using Countersign.AspNetCore.SignIn.Factors;

namespace Countersign.AspNetCore.SignIn.Pages;

/// <summary>The pages that ask for a second factor, set one up, and show recovery codes.</summary>
internal static class FactorPages
{
    public const string CodeField = "code";
    public const string SetupField = "setup";

    /// <summary>Asks for a code, or a passkey where there is one.</summary>
    /// <param name="theme">The operator's look.</param>
    /// <param name="text">The language.</param>
    /// <param name="action">Where the form goes.</param>
    /// <param name="attempt">The sealed attempt to sign in.</param>
    /// <param name="hasApp">Whether the person has an app.</param>
    /// <param name="passkey">The form for a passkey; nothing where there is none.</param>
    /// <param name="note">What is said first.</param>
    /// <param name="reference">The reference of a refusal; null for none.</param>
    public static string Ask(PageTheme theme, PageText text, string action, string attempt, bool hasApp, Html passkey, Note? note, string? reference) =>
        PageLayout.Write(theme, text, text.Say(Phrase.CodeTitle), Html.Of($"""
            {note?.ToHtml() ?? Html.None}<p>{text.Say(hasApp ? Phrase.CodeOfApp : Phrase.CodeOrPasskey)}</p>
            {passkey}<form method="post" action="{action}">
            <input type="hidden" name="{LoginPage.AttemptField}" value="{attempt}">
            {CodeInput(text, note)}<button type="submit">{text.Say(Phrase.Continue)}</button>
            </form>
            <p><a href="{LoginPage.Path}">{text.Say(Phrase.SomebodyElse)}</a></p>
            {ReferenceOf(text, reference)}
            """));

    /// <summary>Shows a new key, and asks for the code by which the app proves to have it.</summary>
    /// <param name="theme">The operator's look.</param>
    /// <param name="text">The language.</param>
    /// <param name="action">Where the form goes.</param>
    /// <param name="uri">The key as apps read it.</param>
    /// <param name="setup">The key.</param>
    /// <param name="attempt">The sealed attempt to sign in; null for somebody who is signed in.</param>
    /// <param name="note">What is said first.</param>
    /// <param name="reference">The reference of a refusal; null for none.</param>
    public static string SetUp(PageTheme theme, PageText text, string action, string uri, TotpSetup setup, string? attempt, Note? note, string? reference = null)
    {
        var hidden = attempt is null ? Html.None : Html.Of($"<input type=\"hidden\" name=\"{LoginPage.AttemptField}\" value=\"{attempt}\">");
        return PageLayout.Write(theme, text, text.Say(Phrase.SetupTitle), Html.Of($"""
            {note?.ToHtml() ?? Html.None}<p>{text.Say(Phrase.SetupScan)}</p>
            <p>{QrPicture.Draw(uri, text.Say(Phrase.SetupPicture))}</p>
            <p class="small"><a href="{uri}">{text.Say(Phrase.SetupOpen)}</a></p>
            <p>{text.Say(Phrase.SetupKey)}: <code id="key">{Base32Text.WriteForPeople(setup.Key)}</code></p>
            <form method="post" action="{action}">
            {hidden}<input type="hidden" name="{SetupField}" value="{setup.Sealed}">
            {CodeInput(text, note)}<button type="submit">{text.Say(Phrase.SetUp)}</button>
            </form>
            {ReferenceOf(text, reference)}
            """));
    }

    /// <summary>Shows recovery codes, this once, to somebody who is signed in.</summary>
    public static string Codes(PageTheme theme, PageText text, ImmutableArray<Secret> codes) =>
        Codes(theme, text, codes, Html.Of($"<a class=\"button\" href=\"{SecurityPage.Path}\">{text.Say(Phrase.Continue)}</a>"));

    /// <summary>Shows recovery codes, this once, to somebody who goes on signing in.</summary>
    public static string CodesAtSignIn(PageTheme theme, PageText text, ImmutableArray<Secret> codes, string action, string attempt) => Codes(theme, text, codes, Html.Of($"""
        <form method="post" action="{action}"><input type="hidden" name="{LoginPage.AttemptField}" value="{attempt}"><button type="submit">{text.Say(Phrase.Continue)}</button></form>
        """));

    private static string Codes(PageTheme theme, PageText text, ImmutableArray<Secret> codes, Html next) => PageLayout.Write(theme, text, text.Say(Phrase.CodesTitle), Html.Of($"""
        <p>{text.Say(Phrase.CodesShown)}</p>
        <ul class="codes">
        {Html.Join(codes.Select(code => Html.Of($"<li><code>{RecoveryCodes.ForPeople(code)}</code></li>\n")))}</ul>
        {next}
        """));

    private static Html CodeInput(PageText text, Note? note) => Html.Of($"""
        <label for="{CodeField}">{text.Say(Phrase.Code)}</label>
        <input id="{CodeField}" name="{CodeField}" type="text" autocomplete="one-time-code" autocapitalize="none" autocorrect="off" spellcheck="false" maxlength="32" required autofocus{Html.When(note is { Kind: NoteKind.Bad }, Html.Of($" aria-describedby=\"{Note.Id}\""))}>

        """);

    internal static Html ReferenceOf(PageText text, string? reference) =>
        reference is null ? Html.None : Html.Of($"<dl><dt>{text.Say(Phrase.Reference)}</dt><dd><code>{reference}</code></dd></dl>");
}
