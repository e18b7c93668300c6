using Countersign.EndToEnd.Clients;
using Xunit;

namespace Countersign.EndToEnd.SignIn;

/// <summary>A session that ends under a page with a script: nothing that was typed is lost, by the very code of the documentation.</summary>
public sealed class ScriptsTests : IClassFixture<PeopleSite>
{
    private const string Form = """
        <title>form</title><script type="importmap">{ "imports": { "axios": "/app/axios.js" } }</script>
        <form><input id="text" name="text"><input id="kept" type="checkbox" name="kept"><input id="on" type="checkbox" name="on" checked>
        <input id="secret" type="password" name="secret"><input id="token" type="hidden" name="token"><button type="button">Save</button></form><p id="state"></p>
        <script type="module">
        const state = document.getElementById('state');
        document.querySelector('button').onclick = async () => {
          state.textContent = 'saving';
          state.textContent = await save(document.getElementById('text').value).catch(error => error.message);
        };
        """;

    private const string Fetch = Form + """
        import { fetchSignedIn } from '/app/fetch-signed-in.js';
        const send = async text => (await fetchSignedIn('/api/save', { method: 'POST', headers: { 'Content-Type': 'application/json' }, body: JSON.stringify({ text }) })).status;
        """;

    private const string Axios = Form + """
        import { api } from '/app/axios-signed-in.js';
        const send = async text => (await api.post('/api/save', { text })).status;
        """;

    private const string One = "const save = async text => `saved ${await send(text)}`;</script>";
    private const string Ten = "const save = async text => `saved ${(await Promise.all(Array.from({ length: 10 }, (_, i) => send(text + i)))).join()}`;</script>";

    private readonly PeopleSite _site;
    private readonly BrowserFixture _browser;

    public ScriptsTests(PeopleSite site, BrowserFixture browser)
    {
        (_site, _browser) = (site, browser);
        HowToScripts.PutInto(site.Application);
        site.Application.Saved.Clear();
        site.Application.PutPage("/app/fetch", Fetch + One);
        site.Application.PutPage("/app/axios", Axios + One);
        site.Application.PutPage("/app/fetch-ten", Fetch + Ten);
        site.Application.PutPage("/app/axios-ten", Axios + Ten);
        site.Application.PutPage("/app/here", Form + """
            import { restore, signInHere } from '/app/sign-in-here.js';
            const form = document.querySelector('form');
            document.getElementById('token').value = String(performance.timeOrigin);
            state.textContent = restore(form) ? 'restored' : 'new';
            const save = async text => {
              const answer = await fetch('/api/save', { method: 'POST', body: text });
              if (answer.status === 401) signInHere(await answer.json(), form);
              return `saved ${answer.status}`;
            };
            </script>
            """);
        site.Application.PutPage("/app/stay", "<title>stay</title><input id=\"text\"><script type=\"module\">import { staySignedIn } from '/app/stay-signed-in.js'; staySignedIn('/app/alive'); window.isReady = true</script>");
    }

    [Theory]
    [InlineData("/app/fetch")]
    [InlineData("/app/axios")]
    public async Task A_half_filled_form_is_saved_after_signing_in_within_a_window_that_closes_by_itself(string path)
    {
        var (profile, window) = await ExpiredAsync(path);
        await using var until = profile;

        await window.PressAsync("Save");
        await window.UntilAsync("document.querySelector('dialog')");
        Assert.Empty(_site.Application.Saved);
        await SignInAsideAsync(profile, window);

        await window.UntilAsync("state.textContent === 'saved 200'");
        Assert.Equal("half a letter", await window.AskAsync("document.getElementById('text').value"));
        Assert.Equal("anna: {\"text\":\"half a letter\"}", Assert.Single(_site.Application.Saved));
        Assert.Equal("0", await window.AskAsync("String(document.querySelectorAll('dialog').length)"));
    }

    [Theory]
    [InlineData("/app/fetch-ten")]
    [InlineData("/app/axios-ten")]
    public async Task Ten_requests_that_are_refused_at_once_lead_to_one_sign_in_and_all_succeed(string path)
    {
        var (profile, window) = await ExpiredAsync(path);
        await using var until = profile;

        await window.PressAsync("Save");
        await window.UntilAsync("performance.getEntriesByName(new URL('/api/save', location.href).href).length === 10");
        Assert.Equal("1", await window.AskAsync("String(document.querySelectorAll('dialog').length)"));
        await SignInAsideAsync(profile, window);

        await window.UntilAsync("state.textContent.startsWith('saved')");
        Assert.Equal("saved 200,200,200,200,200,200,200,200,200,200", await window.AskAsync("state.textContent"));
        Assert.Equal(Enumerable.Range(0, 10).Select(i => $"anna: {{\"text\":\"half a letter{i}\"}}"), _site.Application.Saved.Order(StringComparer.Ordinal));
        Assert.Equal(1, await profile.CountAsync());
    }

    [Fact]
    public async Task Who_signs_in_elsewhere_meanwhile_goes_on_here_too()
    {
        var (profile, window) = await ExpiredAsync("/app/fetch");
        await using var until = profile;
        await window.PressAsync("Save");
        await window.UntilAsync("document.querySelector('dialog')");
        await _site.KeepAsync();

        var other = await profile.OpenWindowAsync(_site.Address("/.countersign/signed-in"));
        await PeopleSite.SignInAsync(other);

        await window.UntilAsync("state.textContent === 'saved 200'");
    }

    [Fact]
    public async Task Who_gives_up_keeps_what_was_typed_and_is_asked_again_at_the_next_attempt()
    {
        var (profile, window) = await ExpiredAsync("/app/fetch");
        await using var until = profile;

        await window.PressAsync("Save");
        await window.PressAsync("Not now");
        await window.UntilAsync("state.textContent === 'Nobody signed in.'");
        await window.PressAsync("Save");
        await SignInAsideAsync(profile, window);

        await window.UntilAsync("state.textContent === 'saved 200'");
        Assert.Single(_site.Application.Saved);
    }

    [Fact]
    public async Task In_the_same_window_what_was_typed_is_there_again_but_for_passwords_and_tokens()
    {
        var (profile, window) = await ExpiredAsync("/app/here?a=b%20c#part");
        await using var until = profile;
        await window.FillAsync("secret", "correct horse");
        await window.RunAsync("document.getElementById('kept').checked = true; document.getElementById('on').checked = false");
        var token = await window.AskAsync("document.getElementById('token').value");

        await window.FollowAsync("Save");
        Assert.Contains("Your session expired", await window.TextAsync(), StringComparison.Ordinal);
        await _site.KeepAsync();
        await PeopleSite.SignInAsync(window);

        await window.UntilAsync("document.getElementById('state').textContent === 'restored'");
        Assert.Equal(_site.Address("/app/here?a=b%20c#part"), await window.AddressAsync());
        Assert.Equal("half a letter true false ", await window.AskAsync("['text', 'kept', 'on', 'secret'].map(id => document.getElementById(id)).map(e => e.type === 'checkbox' ? e.checked : e.value).join(' ')"));
        Assert.NotEqual(token, await window.AskAsync("document.getElementById('token').value"));
        await window.PressAsync("Save");
        await window.UntilAsync("document.getElementById('state').textContent === 'saved 200'");
        await window.OpenAsync(_site.Address("/app/here?a=b"));
        await window.UntilAsync("document.getElementById('state').textContent === 'new'");
    }

    [Fact]
    public async Task Typing_keeps_a_session_alive_by_one_request_a_minute()
    {
        var (profile, window) = await _site.SignInAsync(_browser, "/app/stay");
        await using var until = profile;
        await window.UntilAsync("window.isReady");
        await window.FillAsync("text", "a");
        await window.RunAsync("{ const now = Date.now; Date.now = () => now() + 61000; }");

        foreach (var letter in "bcd")
            await window.TypeAsync(letter.ToString());

        await window.UntilAsync("performance.getEntriesByName(new URL('/app/alive', location.href).href).length === 1");
        Assert.Single(_site.Application.Asked, path => path == "/app/alive");
    }

    /// <summary>A window with a form that somebody has begun to fill in, and whose session is over.</summary>
    private async Task<(Profile Profile, Window Window)> ExpiredAsync(string path)
    {
        await _site.KeepAsync();
        var (profile, window) = await _site.SignInAsync(_browser, path);
        if (path.Contains('#', StringComparison.Ordinal))
            await window.OpenAsync(_site.Address(path));
        await window.UntilAsync("document.querySelector('button')?.onclick");
        await window.RunAsync("window.state = document.getElementById('state')");
        await window.FillAsync("text", "half a letter");
        await _site.ExpireAsync();

        // Browsers drop it after ten minutes. Sooner than half a minute after a sign-in, to be without a session is a fault to tell of.
        await window.SendAsync("Network.deleteCookies", new() { ["name"] = "__Host-countersign-attempt", ["url"] = _site.Address("/") });
        return (profile, window);
    }

    private async Task SignInAsideAsync(Profile profile, Window window)
    {
        await _site.KeepAsync();
        await window.PressAsync("Sign in to go on");
        var aside = await profile.OpenedByPageAsync();
        await aside.UntilAsync("document.getElementById('username')");
        await aside.FillAsync("username", "anna");
        await aside.FillAsync("password", PeopleSite.Password);
        await aside.PressAsync("Sign in");
        await profile.ClosesAsync(aside);
    }
}
