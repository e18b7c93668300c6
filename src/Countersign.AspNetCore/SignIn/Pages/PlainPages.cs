using System.Collections.Immutable;

namespace Countersign.AspNetCore.SignIn.Pages;

/// <summary>The pages without fields: who is signed in, signing out, and what keeps somebody from signing in.</summary>
internal static class PlainPages
{
    /// <summary>Where people sign out.</summary>
    public const string LogoutPath = "/.countersign/logout";

    /// <summary>Where people see their sessions.</summary>
    public const string AccountPath = "/.countersign/account";

    /// <summary>Where a sign-in ends that a script began in a window of its own.</summary>
    public const string SignedInPath = "/.countersign/signed-in";

    /// <summary>Somebody signed in, in a window of its own: others are told, and it closes.</summary>
    public static string SignedIn(PageTheme theme, PageText text, string name) => PageLayout.Write(theme, text, text.Say(Phrase.SignedInTitle), Html.Of($"""
        <p id="user" data-user="{name}">{text.Say(Phrase.SignedInAs, ("name", name))}</p>
        <p>{text.Say(Phrase.CloseWindow)}</p>
        {SignedInScript.Script.Element}
        """));

    /// <summary>Somebody is signed in already, and wanted to go elsewhere.</summary>
    public static string SignedIn(PageTheme theme, PageText text, string name, ReturnTarget target) => PageLayout.Write(theme, text, text.Say(Phrase.SignedInTitle), Html.Of($"""
        <p>{text.Say(Phrase.SignedInAs, ("name", name))}</p>
        <a class="button" href="{target.Path}">{text.Say(Phrase.Continue)}</a>
        <a class="button second" href="{AccountPath}">{text.Say(Phrase.Account)}</a>
        <form method="post" action="{LogoutPath}"><button class="second" type="submit">{text.Say(Phrase.SignOut)}</button></form>
        <p><a href="{LoginPage.AddressWith(LoginPage.Path, target, "&fresh=1")}">{text.Say(Phrase.SomebodyElse)}</a></p>
        """));

    /// <summary>The button that signs out; nobody else's page can press it.</summary>
    public static string SignOut(PageTheme theme, PageText text, string name, Note? note = null) => PageLayout.Write(theme, text, text.Say(Phrase.SignOut), Html.Of($"""
        {note?.ToHtml() ?? Html.None}<p>{text.Say(Phrase.SignedInAs, ("name", name))}</p>
        <form method="post" action="{LogoutPath}"><button type="submit">{text.Say(Phrase.SignOut)}</button></form>
        <p><a href="{AccountPath}">{text.Say(Phrase.Account)}</a></p>
        """));

    /// <summary>Nobody is signed in any more.</summary>
    public static string SignedOut(PageTheme theme, PageText text, Note note) => PageLayout.Write(theme, text, text.Say(Phrase.SignOut), Html.Of($"""
        {note.ToHtml()}<a class="button" href="{LoginPage.Path}">{text.Say(Phrase.SignIn)}</a>
        """));

    /// <summary>Nothing can be done at the moment; the way back to where it is tried again.</summary>
    public static string Later(PageTheme theme, PageText text, string what, string path) => PageLayout.Write(theme, text, text.Say(path == LogoutPath ? Phrase.SignOut : Phrase.Account), Html.Of($"""
        {new Note(what).ToHtml()}<a class="button" href="{path}">{text.Say(Phrase.TryAgain)}</a>
        """));

    /// <summary>Signing in cannot work.</summary>
    public static string Failed(PageTheme theme, PageText text, Phrase what, ImmutableArray<LoopCause> causes, ReturnTarget target, string? reference = null) =>
        Failed(theme, text, text.Say(what, ("wait", text.Wait(TimeSpan.FromSeconds(30)))), causes, target, reference);

    /// <summary>Signing in cannot work: what happened, what may be wrong, and the way back.</summary>
    public static string Failed(PageTheme theme, PageText text, string what, ImmutableArray<LoopCause> causes, ReturnTarget target, string? reference = null)
    {
        var found = Html.Join(causes.Select(cause => Html.Of($"<li><p>{cause.Sentence}</p>{(cause.Configuration is { } line ? Html.Of($"<p><code>{line}</code></p>") : Html.None)}</li>\n")));
        var forOperators = causes.IsEmpty ? Html.None : Html.Of($"<h2>{text.Say(Phrase.ForOperators)}</h2>\n<ul lang=\"en\">\n{found}</ul>\n<p>{text.Say(Phrase.AskTheDoctor, ("command", "countersign doctor"))}</p>\n");
        var named = reference is null ? Html.None : Html.Of($"<dl><dt>{text.Say(Phrase.Reference)}</dt><dd><code>{reference}</code></dd></dl>");
        return PageLayout.Write(theme, text, text.Say(Phrase.SignInFailed), Html.Of($"""
            <div class="note bad" id="note" role="alert"><p>{what}</p></div>
            <p>{text.Say(Phrase.AllowCookies)}</p>
            <a class="button" href="{LoginPage.AddressWith(LoginPage.Path, target)}">{text.Say(Phrase.TryAgain)}</a>
            {forOperators}{named}
            """), isWide: true);
    }
}
