using System.Globalization;

namespace Countersign.Gateway.Doctor.Address.Checks;

internal sealed class PageServed : IAddressCheck
{
    public CheckRow Row { get; } = new(
        "way-in/page",
        "Whether the sign-in page is shown and has a form, or a provider's button; what it says itself where it has not.",
        "Without the form nobody can enter a name and a password.");

    public IEnumerable<Finding> Judge(AddressFacts facts)
    {
        if (facts.PageAnswer is not { } answer || facts.Page is not { } page)
            yield break;
        if (answer.Status == 200 && page.Attempt is not null)
            yield return Row.Ok($"The sign-in page has its form{(page.Providers.IsEmpty ? "" : $", and {string.Join(", ", page.Providers)}")}.");
        else if (answer.Status == 200 && !page.Providers.IsEmpty)
            yield return Row.Ok($"The sign-in page offers {string.Join(", ", page.Providers)}, and no form for a password.");
        else if (!page.Causes.IsEmpty)
            yield return Row.Fault($"The sign-in page refuses to sign anybody in ({answer.Status.ToString(CultureInfo.InvariantCulture)}), and says why.", "Do what it says first.") with { Evidence = page.Causes };
        else
            yield return Row.Fault($"The address of the sign-in page answers {answer.Status.ToString(CultureInfo.InvariantCulture)} without a form ({answer.Server}).", "Have the proxy pass all paths below /.countersign/ on to the gateway, with no rule of its own before them.");
    }
}
