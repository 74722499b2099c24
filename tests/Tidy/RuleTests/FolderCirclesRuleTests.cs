using Cartwright.Tidy.Rules;

namespace Cartwright.Tidy.RuleTests;

public sealed class FolderCirclesRuleTests
{
    private static readonly FolderCirclesRule Rule = new([]);

    private static readonly (string, string) Leaf =
        ("src/A/Inner/Leaf.cs", "namespace A.Inner; public class Leaf { }");

    [Fact]
    public void Arrows_in_one_direction_are_fine() => Seeded.FindsNothing(
        Rule, Leaf, ("src/A/Outer/Root.cs", "using A.Inner; namespace A.Outer; public class Root { Leaf l; }"));

    [Theory]
    [InlineData("namespace A.Inner; public class Back { A.Outer.Root r; }")]
    [InlineData("using A.Outer; namespace A.Inner; public class Back { object r = new Root(); }")]
    [InlineData("using A.Outer; namespace A.Inner; public class Back : Root { }")]
    [InlineData("using A.Outer; namespace A.Inner; public class Back { object r = Root.New(); }")]
    [InlineData("using A.Outer; namespace A.Inner; public class Back { System.Type r = typeof(Root); }")]
    public void Two_folders_that_name_each_other_are_found(string back) => Seeded.Finds(
        Rule,
        "a circle: A: Inner Outer",
        Leaf,
        ("src/A/Inner/Back.cs", back),
        (
            "src/A/Outer/Root.cs",
            "namespace A.Outer; public class Root { A.Inner.Leaf l; public static Root New() => null; }"));

    [Fact]
    public void The_top_of_a_project_is_a_folder_too() => Seeded.Finds(
        Rule,
        "a circle: A: . Inner",
        ("src/A/Top.cs", "namespace A; public class Top { A.Inner.Leaf l; }"),
        ("src/A/Inner/Leaf.cs", "namespace A.Inner; public class Leaf { A.Top t; }"));

    [Fact]
    public void A_circle_of_three_is_one() => Seeded.Finds(
        Rule,
        "a circle: A: One Three Two",
        ("src/A/One/X.cs", "namespace A.One; public class X { A.Two.Y y; }"),
        ("src/A/Two/Y.cs", "namespace A.Two; public class Y { A.Three.Z z; }"),
        ("src/A/Three/Z.cs", "namespace A.Three; public class Z { A.One.X x; }"));

    // A property of the same name, and a type of the platform.
    [Fact]
    public void A_name_that_is_no_type_of_the_project_is_no_arrow() => Seeded.FindsNothing(
        Rule,
        ("src/A/Inner/Leaf.cs", "namespace A.Inner; public class Leaf { int Root => 1; string s; }"),
        ("src/A/Outer/Root.cs", "namespace A.Outer; public class Root { A.Inner.Leaf l; }"));

    [Fact]
    public void A_circle_that_is_gone_has_to_leave_the_list() => Seeded.Finds(
        new FolderCirclesRule(["A: Inner Outer"]), "is gone, and still listed", Leaf);
}
