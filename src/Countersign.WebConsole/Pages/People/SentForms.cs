namespace Countersign.WebConsole.Pages.People;

/// <summary>Forms that did what they were for, each by the name that it had in the page: a reload, a second click or the way back sends them once more.</summary>
internal sealed class SentForms
{
    private const int Most = 1000;

    private readonly Lock _gate = new();
    private readonly List<string> _names = [];

    /// <summary>Takes a form; false where it was taken before. One without a name was written by nobody's page.</summary>
    public bool Take(string name)
    {
        if (name.Length == 0)
            return true;
        lock (_gate)
        {
            if (_names.Contains(name, StringComparer.Ordinal))
                return false;
            _names.Add(name);
            if (_names.Count > Most)
                _names.RemoveAt(0);
            return true;
        }
    }

    /// <summary>Gives one back that did nothing.</summary>
    public void Return(string name)
    {
        lock (_gate)
            _names.Remove(name);
    }
}
