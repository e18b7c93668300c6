using System.Globalization;
using Countersign.AspNetCore.Sessions;

namespace Countersign.AspNetCore.SignIn.Pages;

/// <summary>The person's own page.</summary>
internal static class AccountPage
{
    /// <summary>The field with the handle of a session to end.</summary>
    public const string EndField = "end";

    /// <summary>The field that ends all others.</summary>
    public const string OthersField = "others";

    /// <summary>The whole page.</summary>
    /// <param name="theme">The operator's look.</param>
    /// <param name="text">The language.</param>
    /// <param name="name">Whose page it is.</param>
    /// <param name="current">The handle of the session that shows it.</param>
    /// <param name="sessions">The person's sessions.</param>
    /// <param name="note">What is said first; null for nothing.</param>
    public static string Write(PageTheme theme, PageText text, string name, string current, IReadOnlyList<SessionRecord> sessions, Note? note)
    {
        var listed = Html.Join(sessions.OrderByDescending(session => session.Handle == current).ThenByDescending(session => session.LastUsed).Select(session => Item(text, session, session.Handle == current)));
        var others = Html.When(sessions.Count > 1, Html.Of(
            $"<form method=\"post\" action=\"{PlainPages.AccountPath}\"><button class=\"second\" type=\"submit\" name=\"{OthersField}\" value=\"yes\">{text.Say(Phrase.EndOthers)}</button></form>\n"));

        // A provider's person has neither password nor factors here.
        var security = Html.When(sessions.Any(session => session.Handle == current && session.Provider is null), Html.Of(
            $"<a class=\"button second\" href=\"{SecurityPage.Path}\">{text.Say(Phrase.Security)}</a>\n"));
        return PageLayout.Write(theme, text, text.Say(Phrase.Account), Html.Of($"""
            {note?.ToHtml() ?? Html.None}<p>{text.Say(Phrase.SignedInAs, ("name", name))}</p>
            <h2>{text.Say(Phrase.Sessions)}</h2>
            <ul class="sessions">
            {listed}</ul>
            {others}{security}<form method="post" action="{PlainPages.LogoutPath}"><button type="submit">{text.Say(Phrase.SignOut)}</button></form>
            """), isWide: true);
    }

    private static Html Item(PageText text, SessionRecord session, bool isCurrent)
    {
        var device = DeviceName.Of(session.UserAgent) ?? text.Say(Phrase.UnknownDevice);
        var mark = Html.When(isCurrent, Html.Of($" <strong>({text.Say(Phrase.ThisSession)})</strong>"));
        var times = text.Say(Phrase.SessionTimes, ("begun", Time(session.Created)), ("used", Time(session.LastUsed)));
        return Html.Of($"""
            <li><div><p>{device}{mark}</p><p class="small">{session.Client}, {times}</p></div>
            <form method="post" action="{PlainPages.AccountPath}"><button class="second" type="submit" name="{EndField}" value="{session.Handle}" aria-label="{text.Say(Phrase.EndSession)}: {device}, {session.Client}, {times}">{text.Say(Phrase.EndSession)}</button></form></li>

            """);
    }

    private static string Time(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-dd HH:mm 'UTC'", CultureInfo.InvariantCulture);
}
