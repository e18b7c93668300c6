namespace Countersign.AspNetCore.SignIn.Pages;

/// <summary>What the pages say. In a theme's texts the names are in kebab case, such as <c>sign-in</c>; texts have holes in braces.</summary>
internal enum Phrase
{
    /// <summary>The title of the page and the text of its button.</summary>
    SignIn,
    /// <summary>The label of the user name.</summary>
    UserName,
    /// <summary>The label of the password.</summary>
    Password,
    /// <summary>The label of the box that keeps the session.</summary>
    Remember,
    /// <summary>Between the form and the providers.</summary>
    Or,
    /// <summary>The link to a provider; {provider} is its label.</summary>
    SignInWith,
    /// <summary>Neither users nor providers are configured.</summary>
    NoWayIn,
    /// <summary>A user name and a password that do not belong together, whichever is wrong.</summary>
    WrongUserOrPassword,
    /// <summary>Too many wrong attempts, whatever the name; {wait} is a time.</summary>
    TooManyAttempts,
    /// <summary>More sign-ins at once than can be checked.</summary>
    Busy,
    /// <summary>The store can't be read.</summary>
    Unavailable,
    /// <summary>The form came without a name.</summary>
    UserNameMissing,
    /// <summary>The form came without a password.</summary>
    PasswordMissing,
    /// <summary>The form was sent after its time.</summary>
    AttemptExpired,
    /// <summary>The form is not one that this browser asked for.</summary>
    AttemptForeign,
    /// <summary>The form can't be read.</summary>
    FormUnreadable,
    /// <summary>The session ended for lack of use.</summary>
    SessionIdle,
    /// <summary>The session came to its longest time.</summary>
    SessionExpired,
    /// <summary>An operator ended the session.</summary>
    SessionRevoked,
    /// <summary>The person ended the session, here or elsewhere.</summary>
    SessionSignedOut,
    /// <summary>No such session is known.</summary>
    SessionUnknown,
    /// <summary>The title when somebody is signed in already.</summary>
    SignedInTitle,
    /// <summary>Who is signed in; {name} is a user name.</summary>
    SignedInAs,
    /// <summary>The window was opened to sign in, and should have closed by itself.</summary>
    CloseWindow,
    /// <summary>The link to where one wanted to go.</summary>
    Continue,
    /// <summary>The link to the form for another person.</summary>
    SomebodyElse,
    /// <summary>The button that ends the session, and the title of its page.</summary>
    SignOut,
    /// <summary>After that.</summary>
    SignedOut,
    /// <summary>There is no session to end.</summary>
    NotSignedIn,
    /// <summary>Another page sent the order.</summary>
    SignOutRefused,
    /// <summary>The title of the person's own page, and links to it.</summary>
    Account,
    /// <summary>The title of the list of sessions.</summary>
    Sessions,
    /// <summary>Marks the session of this very browser.</summary>
    ThisSession,
    /// <summary>A device that did not say what it is.</summary>
    UnknownDevice,
    /// <summary>When a session began and was used last; {begun} and {used} are times.</summary>
    SessionTimes,
    /// <summary>The button that ends one session.</summary>
    EndSession,
    /// <summary>The button that ends all sessions but this.</summary>
    EndOthers,
    /// <summary>After one was ended.</summary>
    SessionEnded,
    /// <summary>After the others were ended.</summary>
    OthersEnded,
    /// <summary>The title when something keeps browsers from signing in.</summary>
    SignInFailed,
    /// <summary>What happened when the attempt's cookie is missing.</summary>
    CookieLost,
    /// <summary>What happened when somebody just signed in and comes back without a session.</summary>
    SessionLost,
    /// <summary>Passwords are not taken without TLS.</summary>
    CleartextRefused,
    /// <summary>Somebody came back from the sign-in page with something that does not count.</summary>
    TicketRefused,
    /// <summary>The host is none for which anybody signs in; {host} is its name.</summary>
    HostUnknown,
    /// <summary>What a person can do.</summary>
    AllowCookies,
    /// <summary>The title of what is meant for the operator.</summary>
    ForOperators,
    /// <summary>What finds out more, for the operator: {command}.</summary>
    AskTheDoctor,
    /// <summary>The link back to the form.</summary>
    TryAgain,
    /// <summary>Before the reference.</summary>
    Reference,
    /// <summary>Somebody said no at the provider, or it does; {provider} is its label, as in the next ones.</summary>
    SignOnDeclined,
    /// <summary>The provider wants the person to do something first.</summary>
    SignOnInteraction,
    /// <summary>The provider and this service don't understand each other.</summary>
    SignOnFailed,
    /// <summary>The provider can't be reached.</summary>
    SignOnUnavailable,
    /// <summary>What came back answers no sign-in of this browser.</summary>
    SignOnStale,
    /// <summary>The provider does not say who the person is.</summary>
    SignOnUnknown,
    /// <summary>The sign-in at the provider is too weak or too old.</summary>
    SignOnTooWeak,
    /// <summary>The provider does not say when the person signed in.</summary>
    SignOnTimeUnsaid,
    /// <summary>The link to the page with all ways to sign in.</summary>
    AnotherWay,
    /// <summary>The link that ends the session at the provider too.</summary>
    SignOutThere,
    /// <summary>A time to wait.</summary>
    OneSecond,
    /// <summary>A time to wait.</summary>
    Seconds,
    /// <summary>A time to wait; never just one.</summary>
    Minutes,
    /// <summary>A time to wait; never just one.</summary>
    Hours,
    /// <summary>The title of the page that asks for a second factor.</summary>
    CodeTitle,
    /// <summary>Asks for the code of an app.</summary>
    CodeOfApp,
    /// <summary>Asks somebody who has passkeys and no app.</summary>
    CodeOrPasskey,
    /// <summary>The label of a code.</summary>
    Code,
    /// <summary>A code that is none.</summary>
    CodeWrong,
    /// <summary>A code that was used before.</summary>
    CodeSpent,
    /// <summary>The keys that protect the app's can't be had.</summary>
    CodeUnreadable,
    /// <summary>The button that asks the browser for a passkey.</summary>
    PasskeyUse,
    /// <summary>A passkey that was not accepted.</summary>
    PasskeyRefused,
    /// <summary>The title of the page that sets up an app.</summary>
    SetupTitle,
    /// <summary>Why one has to.</summary>
    SetupNeeded,
    /// <summary>What to do.</summary>
    SetupScan,
    /// <summary>What the picture is.</summary>
    SetupPicture,
    /// <summary>Before the key.</summary>
    SetupKey,
    /// <summary>The link that opens an app on the same device.</summary>
    SetupOpen,
    /// <summary>The code is another one.</summary>
    SetupWrong,
    /// <summary>The key is too old to be proven.</summary>
    SetupExpired,
    /// <summary>The title of recovery codes.</summary>
    CodesTitle,
    /// <summary>What they are for.</summary>
    CodesShown,
    /// <summary>How many there are; {count} is a number.</summary>
    CodesLeft,
    /// <summary>The button that makes new ones.</summary>
    CodesRenew,
    /// <summary>The title of the page with factors and password.</summary>
    Security,
    /// <summary>The heading of the app.</summary>
    App,
    /// <summary>Since when there is a factor; {begun} is a day.</summary>
    SetUpSince,
    /// <summary>There is none.</summary>
    NotSetUp,
    /// <summary>The button that sets something up.</summary>
    SetUp,
    /// <summary>The button that takes something away.</summary>
    Remove,
    /// <summary>The heading of passkeys.</summary>
    Passkeys,
    /// <summary>The label of a new passkey's name.</summary>
    PasskeyName,
    /// <summary>The button that makes one.</summary>
    PasskeyAdd,
    /// <summary>It could not be kept.</summary>
    PasskeyNotAdded,
    /// <summary>It was set up.</summary>
    FactorAdded,
    /// <summary>It was taken away.</summary>
    FactorRemoved,
    /// <summary>The last one can't be taken away.</summary>
    FactorNeeded,
    /// <summary>The heading and the button that change the password.</summary>
    PasswordChange,
    /// <summary>The label of the present password.</summary>
    PasswordOld,
    /// <summary>The label of the new password.</summary>
    PasswordNew,
    /// <summary>The label of the new password, again.</summary>
    PasswordAgain,
    /// <summary>What a password has to be.</summary>
    PasswordRule,
    /// <summary>The password is another one.</summary>
    PasswordChanged,
    /// <summary>The present password is another one.</summary>
    PasswordWrong,
    /// <summary>Typed differently the second time.</summary>
    PasswordDiffers,
    /// <summary>Fewer characters than needed.</summary>
    PasswordTooShort,
    /// <summary>More octets than the hash reads.</summary>
    PasswordTooLong,
    /// <summary>It is the person's name.</summary>
    PasswordIsName,
    /// <summary>It has what no text has.</summary>
    PasswordUnreadable,
    /// <summary>The title and the button of the page that sets a password by a link.</summary>
    ResetTitle,
    /// <summary>Whose it is; {name} is the user.</summary>
    ResetFor,
    /// <summary>The link was used, or is none.</summary>
    ResetUnknown,
    /// <summary>The link is too old.</summary>
    ResetExpired,
    /// <summary>The password is set.</summary>
    ResetDone,
    /// <summary>What was asked for can't be done while the store is gone; {wait} says how long to wait.</summary>
    NotNow,
    /// <summary>Nor can anybody be signed out, who is told so; {wait} says how long to wait.</summary>
    SignOutNotNow,
}
