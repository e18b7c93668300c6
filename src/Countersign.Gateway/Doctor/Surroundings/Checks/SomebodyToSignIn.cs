using System.Collections.Immutable;
using System.Globalization;
using Countersign.AspNetCore.Stores;

namespace Countersign.Gateway.Doctor.Surroundings.Checks;

internal sealed class SomebodyToSignIn : ISurroundingsCheck
{
    private static readonly CheckRow Row = new(
        "sign-in/people",
        "Whether anybody can sign in: users of the store who are not disabled, or providers; and whether a route takes their sessions.",
        "Every name and password is answered alike: wrong.");

    public ImmutableArray<CheckRow> Rows => [Row];

    public async Task<IReadOnlyList<Finding>> LookAsync(ConfiguredPlace place, CancellationToken cancel)
    {
        if (place is not { Session: { } session, Configuration.SignIn: { } signIn })
            return [Row.NotChecked("Nobody signs in by a page here: there is no scheme of type session with sign-in.")];
        if (!place.Configuration.Routes.Any(route => route.Access.AnyOf.Contains(session.Id)))
            return [Row.Fault($"No route takes the sessions of '{session.Id}'.", $"Name it in routes: access: {{ any-of: [{session.Id}] }}")];
        var address = place.Configuration.Store;
        if (!signIn.HasUsers)
            return [signIn.Providers.IsEmpty ? Row.Fault("Neither users of the store nor a provider sign anybody in.", "sign-in: { users: store }") : Row.Ok($"People sign in at {string.Join(", ", signIn.Providers.Select(provider => provider.Name))}.")];
        var found = await Task.Run(() => Count(address), CancellationToken.None).WaitAsync(cancel);
        return [Judge(found, signIn.Providers.Length)];
    }

    private static Finding Judge((int All, int Enabled)? users, int providers)
    {
        if (users is not { } counted)
            return Row.NotChecked("The store can't be read.");
        var words = string.Create(CultureInfo.InvariantCulture, $"{counted.All} user{(counted.All == 1 ? "" : "s")} in the store, {counted.All - counted.Enabled} of them disabled");
        if (counted.Enabled > 0)
            return Row.Ok($"Somebody can sign in: {words}.");
        const string Mend = "Add somebody: `countersign user add NAME`; `countersign user enable NAME` lets in who was disabled.";
        return providers > 0 ? Row.Warning($"Nobody can sign in by a password: {words}.", Mend) : Row.Fault($"Nobody can sign in: {words}.", Mend);
    }

    private static (int All, int Enabled)? Count(StoreAddress address)
    {
        try
        {
            if (!Store.Exists(address))
                return (0, 0);
            using var store = Store.OpenReadOnly(address);
            var users = new UserStore(store).Read();
            return (users.Count, users.Count(user => !user.Disabled));
        }
        catch (StoreUnavailableException)
        {
            return null;
        }
    }
}
