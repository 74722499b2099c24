using Cartwright.Kernel;

namespace Cartwright.Domain.Tests.Support;

/// <summary>Cases by their names, under which the test runner lists and reports them.</summary>
internal sealed class CaseTable(IService service, params Case[] cases)
{
    private readonly Dictionary<string, Case> _cases = cases.ToDictionary(one => one.Name);

    public TheoryData<string> Names => [.. _cases.Keys];

    public void Check(string name) => _cases[name].Check(service);
}
