namespace Countersign.AspNetCore.SignIn.Pages;

/// <summary>The pages of signing in and out at a provider.</summary>
internal static class SignOnPages
{
    /// <summary>Nobody was signed in: why, as far as the person can do something about it, and the ways on.</summary>
    public static string Failed(PageTheme theme, PageText text, Phrase what, SignInProvider provider, ReturnTarget target, string? handover, string? reference)
    {
        var named = reference is null ? Html.None : Html.Of($"<dl><dt>{text.Say(Phrase.Reference)}</dt><dd><code>{reference}</code></dd></dl>");
        return PageLayout.Write(theme, text, text.Say(Phrase.SignIn), Html.Of($"""
            {new Note(text.Say(what, ("provider", provider.Label))).ToHtml()}<a class="button" href="{LoginPage.AddressWith(provider.StartPath, target, LoginPage.WithHandover(handover))}">{text.Say(Phrase.TryAgain)}</a>
            <a class="button second" href="{LoginPage.AddressWith(LoginPage.Path, target, "&fresh=1" + LoginPage.WithHandover(handover))}">{text.Say(Phrase.AnotherWay)}</a>
            {named}
            """));
    }

    /// <summary>Nobody is signed in here any more; at the provider somebody may be. The browser goes there by itself where it may.</summary>
    public static string SignedOut(PageTheme theme, PageText text, string provider, Uri next) => PageLayout.Write(theme, text, text.Say(Phrase.SignOut), Html.Of($"""
        {new Note(text.Say(Phrase.SignedOut), NoteKind.Good).ToHtml()}<a class="button" href="{next.AbsoluteUri}">{text.Say(Phrase.SignOutThere, ("provider", provider))}</a>
        """));
}
