jobs  (incl. supersource/sink ):	4
RESOURCES
- renewable                 : 1 R
- nonrenewable              : 1 N
- doubly constrained        : 0 D
************
PRECEDENCE RELATIONS:
jobnr.    #modes  #successors   successors
1	1	2		2 3 
2	2	1		4 
3	2	1		4 
4	1	0		
************
REQUESTS/DURATIONS
jobnr.	mode	dur	R1	N1
-------------
1	1	0	0	0	
2	1	2	1	5	
	2	4	1	2	
3	1	3	1	4	
	2	6	1	1	
4	1	0	0	0	
************

 RESOURCE AVAILABILITIES 
	R 1	N 1
	1	7

************
